import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ExitCode, GomeetError } from '../errors.ts';
import { writeJson } from './json-file.ts';
import type { Layout } from './layout.ts';
import { logTail, openLog } from './log-file.ts';
import { ownProgram } from './own-code.ts';
import { identify, isAlive } from './process-identity.ts';
import type { SupervisorRecord } from './supervisor-client.ts';

const readyWithinMs = 10_000;

/**
 * Starts the supervisor as a process that survives the caller: a session of its own, standard streams to
 * nothing and a log (Node closes every other descriptor), and a record written before anything can go wrong.
 */
export async function startSupervisor(layout: Layout): Promise<SupervisorRecord> {
  const log = join(layout.logs, 'supervisor.log');
  const socket = socketPath(layout.directory);
  const { descriptor, offset } = openLog(log);
  const child = spawn(process.execPath, [ownProgram('local/supervise'), layout.directory, socket], {
    cwd: '/',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', descriptor, descriptor],
    detached: true,
  });
  closeSync(descriptor);
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw notStarted(log, offset);
  const record: SupervisorRecord = { identity, socket, log };
  writeJson(layout.supervisor, record);
  const deadline = Date.now() + readyWithinMs;
  while (!(await listens(socket))) {
    if (!isAlive(identity) || Date.now() > deadline) throw notStarted(log, offset);
    await delay(10);
  }
  return record;
}

/**
 * A unix socket's path holds at most 107 bytes (103 on macOS), and a checkout may lie deep: then the socket lies in a
 * folder of the user's own below the temporary directory, under a digest of the target's directory.
 */
function socketPath(directory: string): string {
  const near = join(directory, 'control.sock');
  if (Buffer.byteLength(near) <= 100) return near;
  const { uid } = userInfo();
  const folder = join(tmpdir(), `gomeet-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (statSync(folder).uid !== uid) {
    throw new GomeetError(`${folder} belongs to another user`, {
      exitCode: ExitCode.conflict,
      code: 'runtime-folder-taken',
      hint: 'remove it, or set TMPDIR to a folder of your own',
    });
  }
  chmodSync(folder, 0o700);
  return join(folder, `${createHash('sha256').update(directory).digest('hex').slice(0, 16)}.sock`);
}

function listens(socket: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const connection = createConnection(socket, () => {
    connection.destroy();
    resolve(true);
  });
  connection.on('error', () => resolve(false));
  return promise;
}

const notStarted = (log: string, offset: number): GomeetError =>
  new GomeetError(
    ['the supervisor did not start', ...logTail(log, { offset, lines: 20 }).map((line) => `  ${line}`)].join(
      '\n',
    ),
    { exitCode: ExitCode.critical, code: 'supervisor-not-started', hint: `read ${log}` },
  );

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ExitCode, GomeetError } from '../errors.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

interface Holder {
  readonly identity: ProcessIdentity;
  readonly purpose: string;
  /** Wall clock, milliseconds since 1970. */
  readonly since: number;
}

/**
 * Takes the lock of a local target, so that one command works on it at a time. The lock of a process that is
 * gone counts for nothing, so a crash leaves nothing to clean up.
 *
 * @throws GomeetError (conflict) that names who holds it
 */
export function takeLock(path: string, purpose: string, now: number): AsyncDisposable {
  const identity = identify(process.pid);
  if (identity === undefined) throw new Error(`process ${process.pid} cannot find itself`);
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ identity, purpose, since: now } satisfies Holder), { mode: 0o600 });
  try {
    // link(2) fails when the name exists: of two commands exactly one gets it, and never half a file.
    while (!linked(mine, path)) {
      const holder = readHolder(path);
      if (holder === undefined) continue;
      if (isAlive(holder.identity)) throw lockedBy(holder, now);
      removeStale(path, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    async [Symbol.asyncDispose]() {
      if (readHolder(path)?.identity.processId === process.pid) rmSync(path, { force: true });
    },
  };
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves the lock aside before it is deleted: if somebody took it in between, what was moved is theirs and goes back. */
function removeStale(path: string, stale: Holder): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && moved.identity.startedAs !== stale.identity.startedAs) linked(aside, path);
  rmSync(aside, { force: true });
}

function lockedBy(holder: Holder, now: number): GomeetError {
  const seconds = Math.max(0, Math.round((now - holder.since) / 1000));
  return new GomeetError(
    `another command is at work here: gomeet ${holder.purpose} (process ${holder.identity.processId}), for ${seconds} s`,
    {
      exitCode: ExitCode.conflict,
      code: 'locked',
      hint: `wait until it has ended, or end it: kill ${holder.identity.processId}`,
    },
  );
}

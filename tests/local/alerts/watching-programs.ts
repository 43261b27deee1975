import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from '../local-gomeet.ts';

/** A program that the test started, and only that: ended by its own process number. */
export interface RunningProgram extends AsyncDisposable {
  readonly processId: number;
  signal(name: NodeJS.Signals): void;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** @param folder where its output goes, as `<name>.log` @param answers an address that answers when it is ready */
export async function startProgram(
  folder: string,
  name: string,
  command: readonly string[],
  { answers, env = {} }: { readonly answers?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<RunningProgram> {
  const [program = '', ...args] = command;
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  if (answers !== undefined) await until(`${name} answers at ${answers}`, () => answersAt(answers));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    processId: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

const answersAt = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Free ports of the loopback address, each another. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

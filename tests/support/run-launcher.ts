/** `bin/gomeet` as a user starts it: a process of its own, before a pipe or before a terminal. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/gomeet', import.meta.url));

export interface Start {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard output goes there instead, such as to /dev/full. */
  readonly stdoutTo?: string;
  /** Once this has been printed, the user presses Ctrl-C: the terminal's own key, or the signal where there is no terminal. */
  readonly interruptAfter?: RegExp;
  /** The signal in the place of SIGINT, where there is no terminal. */
  readonly signal?: NodeJS.Signals;
}

export interface Ended {
  /** Both streams, as they came. */
  readonly output: string;
  readonly exitCode: number | null;
}

/** Standard output and standard error are pipes. */
export const runBeforePipe = (start: Start): Promise<Ended> =>
  run('/bin/sh', ['-c', `exec ${commandOf(start)}`], start, (child) => child.kill(start.signal ?? 'SIGINT'));

/**
 * Input, output and error are a pseudo-terminal, made by script(1), which every Debian has. It passes on what is typed, and ends with
 * the exit code of what it ran.
 */
export const runBeforeTerminal = (start: Start): Promise<Ended> =>
  run('script', ['-qec', commandOf(start), '/dev/null'], start, (child) => child.stdin.write('\u0003'));

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const commandOf = ({ args, stdoutTo }: Start): string =>
  [launcher, ...args].map(quoted).join(' ') + (stdoutTo === undefined ? '' : ` >${quoted(stdoutTo)}`);

type Child = ReturnType<typeof spawnPiped>;

/** Its input stays open: script takes the end of it for the end of the terminal. */
const spawnPiped = (program: string, args: readonly string[], { cwd, env }: Start) =>
  spawn(program, args, {
    cwd,
    // What CI and vitest set would change what a terminal is shown.
    env: { PATH: process.env.PATH, HOME: cwd, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });

function run(
  program: string,
  args: readonly string[],
  start: Start,
  interrupt: (child: Child) => unknown,
): Promise<Ended> {
  const child = spawnPiped(program, args, start);
  let output = '';
  let isInterrupted = false;
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    if (isInterrupted || !start.interruptAfter?.test(output)) return;
    isInterrupted = true;
    interrupt(child);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ output, exitCode }));
  });
}

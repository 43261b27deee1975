import { fileURLToPath } from 'node:url';
import type { Output } from '../../src/context.ts';
import { main } from '../../src/main.ts';

export interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface CliWorld {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Folder that holds the catalogue and the rest of gomeet; a test that writes there brings its own. */
  readonly projectRoot?: string;
  readonly signal?: AbortSignal;
  /** Of the window; 100 when not given, as off a terminal. */
  readonly columns?: number;
  /** Whether standard output is a terminal; nobody sits before it who could be asked. */
  readonly onTerminal?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Runs the whole command line in process, as off a terminal, with a frozen clock and a chance of its own. */
export async function runCli(
  commandLine: string | readonly string[],
  world: CliWorld = {},
): Promise<CliResult> {
  const argv =
    typeof commandLine === 'string' ? commandLine.split(' ').filter((word) => word !== '') : commandLine;
  const columns = world.columns ?? 100;
  const [stdout, stderr] = [captured(columns, world.onTerminal ?? false), captured(columns, false)];
  const exitCode = await main({
    argv,
    env: world.env ?? {},
    cwd: world.cwd ?? projectRoot,
    projectRoot: world.projectRoot ?? projectRoot,
    version: '0.0.0-test',
    stdout: stdout.output,
    stderr: stderr.output,
    stdinIsTerminal: false,
    signal: world.signal ?? new AbortController().signal,
    now: world.now ?? Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
  });
  return { stdout: stdout.text(), stderr: stderr.text(), exitCode };
}

function captured(columns: number, isTerminal: boolean): { output: Output; text(): string } {
  const chunks: string[] = [];
  return {
    output: {
      write: (text) => void chunks.push(text),
      isTerminal,
      isAnimated: false,
      columns,
      rows: 24,
      color: false,
    },
    text: () => chunks.join(''),
  };
}

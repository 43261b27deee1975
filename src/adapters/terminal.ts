import type { Output, Progress } from '../context.ts';
import { ExitCode } from '../errors.ts';

/** A process stream as an Output. A reader that went away (`gomeet … | head`) is no error. */
export function createOutput(
  stream: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`error standard output cannot be written (${error.code})\n`);
    process.exit(ExitCode.unexpected);
  });
  const isPlain = Boolean(env.NO_COLOR) || env.TERM === 'dumb' || argv.includes('--no-color');
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true && !env.CI,
    isAnimated: stream.isTTY === true && !env.CI && !isPlain,
    get columns() {
      return stream.columns || columnsElsewhere;
    },
    get rows() {
      return stream.rows || rowsElsewhere;
    },
    color: stream.isTTY === true && !isPlain && !argv.includes('--json'),
  };
}

/** What is assumed where nobody knows: a file, a pipe, a terminal that does not tell its size and says 0. */
const columnsElsewhere = 100;
const rowsElsewhere = 24;

/** Nothing is shown. */
export const silentProgress: Progress = {
  step: () => ({ update: () => undefined, succeed: () => undefined, fail: () => undefined }),
  note: () => undefined,
};

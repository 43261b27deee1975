import type { Output, Progress, Step } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { printable } from '../printable-text.ts';

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
  const plain = env.NO_COLOR || env.TERM === 'dumb' || argv.includes('--no-color') || argv.includes('--json');
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true && !env.CI,
    columns: stream.columns ?? 100,
    color: stream.isTTY === true && !plain,
  };
}

/** Nothing is shown: `--quiet`. */
export const silentProgress: Progress = {
  step: () => ({ update: () => undefined, succeed: () => undefined, fail: () => undefined }),
  note: () => undefined,
};

/** A line of plain progress at most this often, and whenever another tenth of the work is done. */
const plainIntervalMs = 10_000;
const frameIntervalMs = 100;

/** Progress on standard error: a bar that redraws itself on a terminal, plain lines elsewhere. */
export function createProgress(output: Output, now: () => number): Progress {
  return {
    step: (title) => {
      const step = output.isTerminal ? terminalStep : plainStep;
      return shownStep(step(output, printable(title), now));
    },
    note: (text) => output.write(`${printable(text, output.color)}\n`),
  };
}

/** What a server or a file says of the work is shown as it is, never obeyed. */
const shownStep = (step: Step): Step => ({
  update: (at) => step.update(at.text === undefined ? at : { ...at, text: printable(at.text) }),
  succeed: (text) => step.succeed(text && printable(text)),
  fail: (text) => step.fail(text && printable(text)),
});

const seconds = (startedAt: number, now: number): string => `${((now - startedAt) / 1000).toFixed(1)} s`;

function plainStep(output: Output, title: string, now: () => number): Step {
  const startedAt = now();
  let lastShownAt = startedAt;
  let lastTenth = 0;
  output.write(`${title} …\n`);
  const end = (mark: string, text: string | undefined): void =>
    output.write(`${mark} ${title}${text ? `: ${text}` : ''} (${seconds(startedAt, now())})\n`);
  return {
    update({ done, total, text }) {
      const tenth = done !== undefined && total ? Math.floor((10 * done) / total) : lastTenth;
      if (tenth === lastTenth && now() - lastShownAt < plainIntervalMs) return;
      lastTenth = tenth;
      lastShownAt = now();
      const share = done !== undefined && total ? ` ${done}/${total}` : '';
      output.write(`  ${title}${share}${text ? ` ${text}` : ''}\n`);
    },
    succeed: (text) => end('✓', text),
    fail: (text) => end('✗', text),
  };
}

function terminalStep(output: Output, title: string, now: () => number): Step {
  const startedAt = now();
  let lastDrawnAt = 0;
  const draw = (line: string): void => output.write(`\r\u001b[2K${line.slice(0, output.columns - 1)}`);
  draw(`  ${title} …`);
  const end = (mark: string, text: string | undefined): void => {
    draw(`${mark} ${title}${text ? `: ${text}` : ''} (${seconds(startedAt, now())})`);
    output.write('\n');
  };
  return {
    update({ done, total, text }) {
      if (now() - lastDrawnAt < frameIntervalMs) return;
      lastDrawnAt = now();
      const share = done !== undefined && total ? ` ${bar(done / total)} ${done}/${total}` : '';
      draw(`  ${title}${share}${text ? ` ${text}` : ''}`);
    },
    succeed: (text) => end('✓', text),
    fail: (text) => end('✗', text),
  };
}

function bar(share: number): string {
  const width = 24;
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
}

/** What people and programs see of progress, each display with a frozen clock and a screen of its own. */
import { describe, expect, test, vi } from 'vitest';
import type { Output } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { eventLineSchema } from '../progress/progress-event.ts';
import { createDisplay, createNarrator, type Manner } from './progress.ts';

function screen(of: Partial<Manner> & Partial<Pick<Output, 'isAnimated' | 'columns'>> = {}) {
  const chunks: string[] = [];
  let now = 0;
  const size = { columns: of.columns ?? 60 };
  const output: Output = {
    write: (text) => void chunks.push(text),
    isTerminal: of.isAnimated ?? false,
    isAnimated: of.isAnimated ?? false,
    get columns() {
      return size.columns;
    },
    rows: 24,
    color: false,
  };
  const manner = { events: of.events ?? false, quiet: of.quiet ?? false, verbose: of.verbose ?? false };
  return {
    progress: createNarrator(
      createDisplay(output, () => now, manner),
      () => now,
    ),
    pass: (ms: number) => {
      now += ms;
    },
    resize: (columns: number) => {
      size.columns = columns;
    },
    chunks,
    text: () => chunks.join(''),
  };
}

const fault = new GomeetError('the port is taken', {
  exitCode: ExitCode.conflict,
  code: 'port-in-use',
  hint: 'gomeet down',
  cause: new Error('EADDRINUSE'),
});

describe('off a terminal', () => {
  test('a step is plain lines: its begin, each tenth of the work, its end with the time it took', () => {
    const { progress, pass, text } = screen();
    const step = progress.step('Joining the room');
    step.update({ done: 1, total: 100 });
    step.update({ done: 10, total: 100, text: '42 packets/s' });
    step.update({ done: 11, total: 100 });
    pass(2500);
    step.succeed('100 joined');
    expect(text()).toBe(
      'Joining the room …\n  Joining the room 10/100 42 packets/s\n✓ Joining the room: 100 joined (2.5 s)\n',
    );
  });

  test('long work without a total still shows that it lives', () => {
    const { progress, pass, text } = screen();
    const step = progress.step('Building');
    step.update({ text: 'package a' });
    pass(10_000);
    step.update({ text: 'package b' });
    expect(text()).toBe('Building …\n  Building package b\n');
  });

  test('--verbose tells every second, and what caused an error', () => {
    const { progress, pass, text } = screen({ verbose: true, isAnimated: true });
    const step = progress.step('Building');
    pass(1000);
    step.update({ text: 'package a' });
    progress.fail(fault);
    expect(text()).toBe(
      'Building …\n  Building package a\n✗ Building (1.0 s)\nerror the port is taken\nCause: EADDRINUSE\nNext: gomeet down\n',
    );
  });

  test('--quiet tells of trouble alone', () => {
    const { progress, text } = screen({ quiet: true });
    progress.step('Working').succeed();
    progress.note('a note');
    progress.warn('the price is old');
    progress.fail(fault);
    expect(text()).toBe('warning the price is old\nerror the port is taken\nNext: gomeet down\n');
  });

  test('has no escape codes, not even those of a name', () => {
    const { progress, text } = screen();
    progress.step('Working on \u001b[31mred').fail('no\u0007');
    progress.note('a note\u001b]0;title\u0007\nits second line');
    expect(text()).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(text()).toContain('\nits second line\n');
  });
});

describe('--events ndjson', () => {
  test('is one document a line that fits the schema, a step at most once a second, and its end for each begin', () => {
    const { progress, pass, text } = screen({ events: true, isAnimated: true });
    progress.begin('loadtest room', '1.2.3');
    const step = progress.step('Joining');
    pass(1000);
    step.update({ done: 1, total: 2 });
    pass(999);
    step.update({ done: 2, total: 2 });
    progress.note('a note');
    progress.warn('a warning');
    progress.fail(fault);
    progress.end(7);
    const events = text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual([
      'begun',
      'step-begun',
      'step-progress',
      'note',
      'warning',
      'step-ended',
      'error',
      'ended',
    ]);
    for (const event of events) expect(eventLineSchema.parse(event)).toEqual(event);
    expect(events[5]).toMatchObject({ step: 1, ok: false, done: 2, elapsedMs: 1999 });
    expect(events.at(-1)).toMatchObject({ exitCode: 7 });
  });
});

const visible = (chunks: readonly string[]): string => chunks.join('').replaceAll('\u001b', '⎋');

/** A window that does what escape codes say: enough of a terminal to see what a person would. */
function shownBy(chunks: readonly string[]): readonly string[] {
  const lines = [''];
  let row = 0;
  for (const [piece] of visible(chunks).matchAll(/⎋\[(\d*)([A-Za-z])|\r|\n|[^⎋\r\n]+/g)) {
    const code = /^⎋\[(\d*)([A-Za-z])$/.exec(piece);
    if (code?.[2] === 'A') row -= Number(code[1]);
    else if (code?.[2] === 'J') lines.splice(row, lines.length, '');
    else if (code !== null)
      throw new Error(`a code that this window does not know: ${JSON.stringify(piece)}`);
    else if (piece === '\n') lines[++row] ??= '';
    else if (piece !== '\r') lines[row] += piece;
  }
  expect(row, 'the cursor rests below all that is shown').toBe(lines.length - 1);
  return lines.slice(0, -1);
}

describe('on a terminal', () => {
  test('steps redraw in place; what ended stays above what goes on', () => {
    const { progress, pass, chunks } = screen({ isAnimated: true });
    const first = progress.step('Signing in');
    const second = progress.step('Building');
    pass(300);
    first.update({ done: 5, total: 10 });
    pass(700);
    first.succeed('10 people');
    progress.note('a note');
    expect(shownBy(chunks)).toEqual([
      '✓ Signing in: 10 people (1.0 s)',
      'a note',
      expect.stringMatching(/^▸ Building +1 s$/),
    ]);
    second.succeed();
    progress.end(0);
    expect(shownBy(chunks)).toEqual(['✓ Signing in: 10 people (1.0 s)', 'a note', '✓ Building (1.0 s)']);
  });

  test('an error closes the picture: what was under way is marked, and nothing of it is left', () => {
    const { progress, pass, chunks } = screen({ isAnimated: true });
    progress.step('Joining').update({ done: 3, total: 10 });
    pass(2000);
    progress.fail(fault);
    progress.end(7);
    expect(shownBy(chunks)).toEqual(['✗ Joining (2.0 s)', 'error the port is taken', 'Next: gomeet down']);
  });

  test('draws at most four times a second, and not at all when nothing changed', () => {
    const { progress, pass, chunks } = screen({ isAnimated: true });
    const step = progress.step('Joining');
    for (let done = 1; done <= 100; done += 1) {
      pass(10);
      step.update({ done, total: 100 });
    }
    expect(chunks.length).toBeLessThanOrEqual(5);
    const drawn = chunks.length;
    pass(100);
    step.update({ done: 100, total: 100 });
    expect(chunks).toHaveLength(drawn);
  });

  test('a window that becomes narrower breaks the lines of the last picture: they go too', () => {
    const { progress, pass, chunks, resize } = screen({ isAnimated: true, columns: 100 });
    const step = progress.step('Joining');
    resize(40);
    pass(1000);
    step.update({ done: 1, total: 2 });
    // One line of 99 cells became three of at most 40.
    expect(visible(chunks.slice(-1))).toMatch(/^⎋\[3A\r⎋\[J▸ Joining/);
  });

  test('goes on counting seconds while nobody tells anything, and stops with the last step', () => {
    vi.useFakeTimers();
    try {
      const { progress, pass, chunks } = screen({ isAnimated: true });
      const step = progress.step('Waiting');
      pass(3000);
      vi.advanceTimersByTime(250);
      expect(shownBy(chunks)).toEqual([expect.stringMatching(/^▸ Waiting +3 s$/)]);
      step.succeed();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

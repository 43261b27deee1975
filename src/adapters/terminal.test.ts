import { describe, expect, test } from 'vitest';
import type { Output } from '../context.ts';
import { createProgress } from './terminal.ts';

function screen(isTerminal: boolean) {
  const chunks: string[] = [];
  let now = 0;
  const output: Output = { write: (text) => void chunks.push(text), isTerminal, columns: 60, color: false };
  return {
    progress: createProgress(output, () => now),
    pass: (ms: number) => {
      now += ms;
    },
    text: () => chunks.join(''),
  };
}

describe('off a terminal', () => {
  test('a step is plain lines: its begin, each tenth of the work, its end with the time it took', () => {
    const { progress, pass, text } = screen(false);
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
    const { progress, pass, text } = screen(false);
    const step = progress.step('Building');
    step.update({ text: 'package a' });
    pass(10_000);
    step.update({ text: 'package b' });
    expect(text()).toBe('Building …\n  Building package b\n');
  });

  test('has no escape codes', () => {
    const { progress, text } = screen(false);
    progress.step('Working').fail('no');
    progress.note('a note');
    expect(text()).not.toContain('\u001b');
  });
});

describe('on a terminal', () => {
  test('a step redraws its one line, never wider than the window', () => {
    const { progress, pass, text } = screen(true);
    const step = progress.step('Joining the room');
    pass(100);
    step.update({ done: 250, total: 500, text: 'x'.repeat(80) });
    step.succeed();
    const frames = text().split('\r\u001b[2K').slice(1);
    expect(frames[1]).toContain('████████████░░░░░░░░░░░░ 250/500');
    expect(Math.max(...frames.map((frame) => frame.trimEnd().length))).toBeLessThan(60);
    expect(text().endsWith('✓ Joining the room (0.1 s)\n')).toBe(true);
  });
});

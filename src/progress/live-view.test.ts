import { describe, expect, test } from 'vitest';
import { followProgress, nothingLive } from './live-state.ts';
import { liveView } from './live-view.ts';
import type { Figure, ProgressEvent } from './progress-event.ts';
import { cellsOf } from './window-text.ts';

const figure = (
  id: string,
  title: string,
  value: number,
  unit: Figure['unit'],
  more: Partial<Figure> = {},
): Figure => ({
  id,
  title,
  value,
  unit,
  of: null,
  limit: null,
  remark: '',
  ...more,
});

/** A room that fills: three seconds in, with the generator at its limit. */
const joining: readonly ProgressEvent[] = [
  { event: 'step-begun', at: 1000, step: 3, title: 'Joining' },
  ...[120, 250].map(
    (joined, second): ProgressEvent => ({
      event: 'step-progress',
      at: 2000 + 1000 * second,
      step: 3,
      title: 'Joining',
      elapsedMs: 1000 + 1000 * second,
      done: joined,
      total: 500,
      unit: 'count',
      text: '',
      figures: [
        figure('joined', 'joined', joined, 'count', { of: 500 }),
        figure('receivedBitsPerSecond', 'received', joined * 1e6, 'bit/s'),
        figure('videoLatencyP95Ms', 'video latency p95', second === 0 ? 20 : 12.5, 'ms'),
        figure('refused', 'refused', 3, 'count', { remark: '3 × 429 join' }),
        figure('generatorCpuPercent', 'generator CPU', 60 + 25 * second, '%', {
          limit: 80,
          remark: 'of 2 cores',
        }),
      ],
    }),
  ),
];
const state = joining.reduce(followProgress, nothingLive);
const window = (columns: number, rows = 24) => ({ columns, rows, color: false });

describe('a load that is under way', () => {
  test('at 60 columns', () => {
    expect(liveView(state, 4000, window(60))).toMatchInlineSnapshot(`
      [
        "▸ Joining  █████░░░░░ 250/500                           3 s",
        "    joined             250 of 500  ▄█",
        "    received           250 Mbit/s  ▄█",
        "    video latency p95     12.5 ms  █▆",
        "    refused                     3  ██      3 × 429 join",
        "    generator CPU            85 %  ▆█      over 80 %, of 2…",
      ]
    `);
  });

  test('at 80 columns', () => {
    expect(liveView(state, 4000, window(80))).toMatchInlineSnapshot(`
      [
        "▸ Joining  ████████████░░░░░░░░░░░░ 250/500                                 3 s",
        "    joined             250 of 500  ▄█",
        "    received           250 Mbit/s  ▄█",
        "    video latency p95     12.5 ms  █▆",
        "    refused                     3  ██            3 × 429 join",
        "    generator CPU            85 %  ▆█            over 80 %, of 2 cores",
      ]
    `);
  });

  test('at 120 columns', () => {
    expect(liveView(state, 4000, window(120))).toMatchInlineSnapshot(`
      [
        "▸ Joining  ████████████░░░░░░░░░░░░ 250/500                                                                         3 s",
        "    joined             250 of 500  ▄█",
        "    received           250 Mbit/s  ▄█",
        "    video latency p95     12.5 ms  █▆",
        "    refused                     3  ██                        3 × 429 join",
        "    generator CPU            85 %  ▆█                        over 80 %, of 2 cores",
      ]
    `);
  });

  test('on a low window says how much is not shown', () => {
    expect(liveView(state, 4000, window(80, 5)).at(-1)).toBe('  … 4 more lines');
    expect(liveView(state, 4000, window(80, 5))).toHaveLength(3);
  });

  test('colours only what is over its limit', () => {
    const lines = liveView(state, 4000, { ...window(80), color: true });
    expect(lines.filter((line) => line.includes('\u001b'))).toEqual([
      expect.stringContaining('generator CPU'),
    ]);
  });
});

const waiting = (text: string, title = 'Wave 2: data'): ProgressEvent[] => [
  { event: 'step-begun', at: 0, step: 1, title },
  {
    event: 'step-progress',
    at: 500,
    step: 1,
    title,
    elapsedMs: 500,
    done: 3,
    total: 12,
    unit: 'count',
    text,
    figures: [],
  },
];

describe('a step without figures', () => {
  test('shows the reason beside its bar, cut to the window', () => {
    const reason = 'pod postgres-0: pulling the image registry.example/postgres:17';
    expect(
      liveView(waiting(reason).reduce(followProgress, nothingLive), 65_000, window(60)),
    ).toMatchInlineSnapshot(`
      [
        "▸ Wave 2: data  ███░░░░░░░ 3/12  pod postgres-0…  1 min 5 s",
      ]
    `);
  });

  test('lets nothing through that a terminal would obey', () => {
    const lines = liveView(waiting('\u001b[2Jgone\nnext').reduce(followProgress, nothingLive), 0, window(80));
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  test.each([20, 40, 60, 61, 80, 81, 120, 200])('is never as wide as %i columns', (columns) => {
    const hostile = waiting('漢字'.repeat(60), '会議'.repeat(40)).reduce(followProgress, state);
    for (const line of liveView(hostile, 90_000, window(columns)))
      expect(cellsOf(line)).toBeLessThan(columns);
  });

  test('goes when it has ended', () => {
    const ended: ProgressEvent = {
      ...(waiting('')[1] as Extract<ProgressEvent, { event: 'step-progress' }>),
      event: 'step-ended',
      ok: true,
    };
    expect(liveView([...waiting(''), ended].reduce(followProgress, nothingLive), 0, window(80))).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { barChart } from './bar-chart.ts';
import { breakEvenChart } from './break-even-chart.ts';
import { curveChart, spanTicks, spreadLabels } from './curve-chart.ts';
import type { Markup } from './html.ts';
import { tornadoChart } from './tornado-chart.ts';

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Width of a character of 12 px sans, on the wide side: DejaVu Sans, the widest of the usual ones, takes 7 on average. */
const CHARACTER_WIDTH = 6.4;
const ENDS_AT_X = /\b(tick-y|end)\b/;

/** Where the texts of a chart stand, from their anchors and a guess at their width. */
function boxesOf({ text }: Markup): readonly Box[] {
  const found = text.matchAll(/<text class="([^"]*)" x="([-\d.]+)" y="([-\d.]+)">([^<]*)<\/text>/g);
  return [...found].map(([, classes = '', x, y, content = '']) => {
    const width = content.replaceAll(/&#?\w+;/g, '_').length * CHARACTER_WIDTH;
    const shift = ENDS_AT_X.test(classes) ? -width : classes.includes('tick-x') ? -width / 2 : 0;
    const left = Number(x) + shift;
    return { text: content, left, right: left + width, top: Number(y) - 9, bottom: Number(y) + 2 };
  });
}

function overlaps(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} × ${b.text}`),
  );
}

function expectLegible(chart: Markup): void {
  expect(chart.text).not.toMatch(/NaN|Infinity|undefined/);
  expect(chart.text).toMatch(
    /^<svg class="chart [\w-]+" viewBox="0 0 \d+ \d+" role="img"><title>[^<]+<\/title>/,
  );
  const boxes = boxesOf(chart);
  expect(boxes.length).toBe(chart.text.split('<text').length - 1);
  expect(overlaps(boxes)).toEqual([]);
  const height = Number(/viewBox="0 0 \d+ (\d+)"/.exec(chart.text)?.[1]);
  const width = Number(/viewBox="0 0 (\d+)/.exec(chart.text)?.[1]);
  const outside = boxes.filter(
    ({ left, right, top, bottom }) => left < -2 || right > width + 2 || top < 0 || bottom > height + 1,
  );
  expect(outside).toEqual([]);
}

const dollars = (value: number): string => `$${value}`;
const hostile = '<script>alert("x")</script>';

describe('bars', () => {
  const bars = [
    { label: 'Traffic', value: 217_200, text: '$217,200.00', isEmphasised: true },
    { label: 'A label that is far too long for its column', value: 72_050, text: '$72,050.00' },
    { label: hostile, value: null, text: 'not known' },
    { label: 'Nothing', value: 0, text: '$0.00' },
  ];
  test('say what they show, cut what does not fit, and leave out what is not known', () => {
    const chart = barChart(bars, 'Traffic is most of the bill');
    expectLegible(chart);
    expect(chart.text).not.toContain('<script>');
    expect(chart.text.match(/<rect/g)).toHaveLength(3);
    expect(chart.text).toContain('>A label that is far too long for…<');
  });

  test('of nothing at all stay in their frame', () => {
    expectLegible(barChart([{ label: 'None', value: 0, text: '$0' }], 'nothing'));
  });
});

describe('curves', () => {
  const flat = (name: string, height: number) => ({
    name,
    points: [0, 300, 744].map((x) => [x, height] as const),
  });
  const axes = {
    x: { title: 'hours a month', text: String },
    y: { title: 'USD a month', text: dollars },
    finding: 'cost grows with the hours',
  };

  test('that end in one place keep their names apart', () => {
    const curves = ['one', 'two', 'three', 'four', 'five'].map((name, i) => flat(name, 100 + i / 10));
    const chart = curveChart({ ...axes, curves });
    expectLegible(chart);
    expect(new Set(chart.text.match(/line series-\d/g)).size).toBe(5);
  });

  test.each([
    ['zero', [0, 0]],
    ['below zero', [-500, -20]],
    ['on both sides of zero', [-190_000, 12_000_000]],
  ])('%s keep both axes labelled', (_name, [low = 0, high = 0]) => {
    const chart = curveChart({ ...axes, curves: [flat('low', low), flat('high', high)] });
    expect(chart.text).toContain('>hours a month<');
    expect(chart.text).toContain('>USD a month<');
    expect(chart.text).toContain('class="axis"');
    expect(chart.text).not.toMatch(/NaN|Infinity/);
  });

  test('ticks reach over both ends in round steps', () => {
    expect(spanTicks(-190, 1200, 4)).toEqual([-500, 0, 500, 1000, 1500]);
    expect(spanTicks(0, 0, 4)).toEqual([0, 0.5]);
    expect(spanTicks(-5, -1, 4).at(-1)).toBe(0);
  });

  test('labels keep their order and never sink below the plot', () => {
    expect(spreadLabels([10, 11, 12], 200)).toEqual([10, 24, 38]);
    expect(spreadLabels([199, 198], 200)).toEqual([200, 186]);
  });
});

test('break-even marks the month in which each curve comes back', () => {
  const chart = breakEvenChart([
    { name: 'base', cumulative: [-190, -100, 40, 300], breakEvenMonth: 2 },
    { name: hostile, cumulative: [-190, -200, -210, -220], breakEvenMonth: null },
  ]);
  expect(chart.text).toContain('base in month 2, &lt;script&gt;');
  expect(chart.text.match(/<circle/g)).toHaveLength(1);
  expect(chart.text).not.toMatch(/NaN|<script>/);
});

describe('a tornado', () => {
  const bars = [
    { label: 'Microphones', inputText: '1 … 6', low: 300, high: 310 },
    { label: 'Small tiles', inputText: '9 … 49', low: 180, high: 520 },
    { label: 'Codec that saves bits', inputText: 'VP8 … AV1', low: 305, high: 240 },
  ];
  test('sorts by what matters most and shows the base in all rows', () => {
    const chart = tornadoChart(bars, 305, dollars, 'tiles matter most');
    expectLegible(chart);
    const labels = boxesOf(chart).map(({ text }) => text);
    expect(labels.indexOf('Small tiles')).toBeLessThan(labels.indexOf('Codec that saves bits'));
    expect(labels.indexOf('Codec that saves bits')).toBeLessThan(labels.indexOf('Microphones'));
  });

  test('of inputs that change nothing has bars without width', () => {
    expectLegible(tornadoChart([{ label: 'x', inputText: '1 … 2', low: 5, high: 5 }], 5, dollars, 'none'));
  });
});

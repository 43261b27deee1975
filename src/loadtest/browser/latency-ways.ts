import { Histogram } from '../../results/histogram.ts';
import type { GeneratorResult } from '../generator-result.ts';
import type { BrowserResult } from './browser-result.ts';

/** A way to measure the latency of video; all of them measure the same room at the same time. */
export interface LatencyWay {
  readonly id: 'packets' | 'frames' | 'browser-arrival' | 'glass-to-glass';
  readonly title: string;
  readonly histogram: Histogram;
}

const titles: Readonly<Record<LatencyWay['id'], string>> = {
  packets: 'Light participants, every packet: sent to arrived (abs-capture-time)',
  frames: 'Light participants, whole frames: sent to arrived (frame metadata)',
  'browser-arrival': 'Browsers: painted to arrived (time code)',
  'glass-to-glass': 'Browsers, glass to glass: painted to shown (time code)',
};

/** The ways that have samples, from the least to the most that they take in. */
export function latencyWays(
  { histograms }: GeneratorResult,
  { glassToGlass, arrival }: BrowserResult,
): readonly LatencyWay[] {
  const stored = (name: string): Histogram =>
    histograms[name] ? Histogram.fromJson(histograms[name]) : new Histogram();
  const way = (id: LatencyWay['id'], histogram: Histogram): LatencyWay => ({
    id,
    title: titles[id],
    histogram,
  });
  return [
    way('packets', stored('videoLatencyUs')),
    way('frames', stored('videoFrameLatencyUs')),
    way('browser-arrival', arrival),
    way('glass-to-glass', glassToGlass),
  ].filter(({ histogram }) => histogram.count > 0);
}

/** A quantile in milliseconds. */
export const quantileMs = ({ histogram }: Pick<LatencyWay, 'histogram'>, quantile: number): number =>
  (histogram.quantileUs(quantile) ?? 0) / 1000;

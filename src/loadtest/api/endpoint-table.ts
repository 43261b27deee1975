import { Histogram } from '../../results/histogram.ts';
import type { Table } from '../../results/run.ts';
import type { GeneratorResult } from '../generator-result.ts';

const prefix = 'apiRequestUs.';

/** Each endpoint with its response times in the hold phase, the slowest first. */
export function endpointTable(histograms: GeneratorResult['histograms']): Table {
  const endpoints = Object.entries(histograms)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, json]) => ({ step: name.slice(prefix.length), times: Histogram.fromJson(json) }));
  const ms = (times: Histogram, quantile: number): number => (times.quantileUs(quantile) ?? 0) / 1000;
  return {
    id: 'endpoints',
    title: 'Endpoints, the slowest first',
    columns: [
      { title: 'Request', unit: null },
      { title: 'Answered', unit: 'count' },
      { title: 'p50', unit: 'ms' },
      { title: 'p95', unit: 'ms' },
      { title: 'p99', unit: 'ms' },
    ],
    rows: endpoints
      .sort((a, b) => ms(b.times, 0.95) - ms(a.times, 0.95))
      .map(({ step, times }) => [step, times.count, ms(times, 0.5), ms(times, 0.95), ms(times, 0.99)]),
  };
}

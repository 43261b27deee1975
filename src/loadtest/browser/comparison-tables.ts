import type { Table } from '../../results/run.ts';
import type { GeneratorResult } from '../generator-result.ts';
import { bufferedSeconds } from './browser-record.ts';
import type { BrowserResult } from './browser-result.ts';
import { type LatencyPart, latencyParts } from './latency-parts.ts';
import { type LatencyWay, latencyWays, quantileMs } from './latency-ways.ts';

const quantiles = [0.5, 0.95, 0.99] as const;

/** The tables that set the browsers beside the light participants and take the browsers' latency apart. */
export function comparisonTables(result: GeneratorResult, browsers: BrowserResult): readonly Table[] {
  return [
    waysTable(latencyWays(result, browsers)),
    partsTable(latencyParts(browsers)),
    browserTable(browsers),
  ].filter(({ rows }) => rows.length > 0);
}

function waysTable(ways: readonly LatencyWay[]): Table {
  const [first] = ways;
  return {
    id: 'latency-ways',
    title: 'Video latency of the same room, measured in several ways',
    columns: [
      { title: 'Way', unit: null },
      { title: 'Samples', unit: 'count' },
      ...quantiles.map((quantile) => ({ title: `p${quantile * 100}`, unit: 'ms' as const })),
      { title: 'p50 above the first', unit: 'ms' },
    ],
    rows: ways.map((way) => [
      way.title,
      way.histogram.count,
      ...quantiles.map((quantile) => quantileMs(way, quantile)),
      first === undefined || way === first ? null : quantileMs(way, 0.5) - quantileMs(first, 0.5),
    ]),
  };
}

function partsTable(parts: readonly LatencyPart[]): Table {
  const total = parts.reduce((sum, { meanMs }) => sum + meanMs, 0);
  return {
    id: 'latency-parts',
    title: 'From painted to shown in a browser, taken apart',
    columns: [
      { title: 'Part', unit: null },
      { title: 'Mean', unit: 'ms' },
      { title: 'From', unit: null },
    ],
    rows:
      parts.length === 0
        ? []
        : [
            ...parts.map(({ title, meanMs, from }) => [title, meanMs, from]),
            ['Sum', total, 'the measured mean, glass to glass'],
          ],
  };
}

function browserTable({ records, growths }: BrowserResult): Table {
  const perCount = (seconds: number, count: number): number | null =>
    count === 0 ? null : (1000 * seconds) / count;
  return {
    id: 'browsers',
    title: 'Each browser',
    columns: [
      { title: 'Browser', unit: null },
      { title: 'Joined in', unit: 'ms' },
      { title: 'First frame in', unit: 'ms' },
      { title: 'Freezes', unit: 'count' },
      { title: 'Frozen', unit: 's' },
      { title: 'Packets lost', unit: '%' },
      { title: 'Jitter buffer', unit: 'ms' },
      { title: 'Decoding', unit: 'ms' },
      { title: 'Round trip', unit: 'ms' },
      { title: 'CPU, of one core', unit: '%' },
    ],
    rows: records.map(({ name, joinIntendedAt, connectedAt, firstFrameAt }, i) => {
      const growth = growths[i];
      const since = (moment: number | null): number | null =>
        moment === null || joinIntendedAt === null ? null : Math.round(moment - joinIntendedAt);
      const times = [name, since(connectedAt), since(firstFrameAt)];
      if (growth === undefined) return [...times, null, null, null, null, null, null, null];
      const packets = growth.packetsReceived + growth.packetsLost;
      return [
        ...times,
        growth.freezes,
        growth.frozenSeconds,
        packets === 0 ? null : (100 * growth.packetsLost) / packets,
        perCount(bufferedSeconds(growth), growth.jitterBufferFrames),
        perCount(growth.decodeSeconds, growth.framesDecoded),
        perCount(growth.roundTripSeconds, growth.roundTrips),
        (100 * growth.cpuSeconds) / growth.seconds,
      ];
    }),
  };
}

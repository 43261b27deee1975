import { Histogram } from '../../results/histogram.ts';
import type { Finding, Table } from '../../results/run.ts';
import { formatQuantity } from '../../units.ts';
import type { GeneratorResult } from '../generator-result.ts';
import type { BrowserResult } from './browser-result.ts';
import { type LatencyPart, latencyParts } from './latency-parts.ts';

/** A way to measure the latency of video; all of them measure the same room at the same time. */
interface Way {
  readonly title: string;
  readonly histogram: Histogram;
}

const usPerMs = 1000;
const quantiles = [0.5, 0.95, 0.99] as const;

function waysOf({ histograms }: GeneratorResult, { glassToGlass, arrival }: BrowserResult): readonly Way[] {
  const stored = (name: string): Histogram =>
    histograms[name] ? Histogram.fromJson(histograms[name]) : new Histogram();
  const ways = [
    {
      title: 'Light participants, every packet: sent to arrived (abs-capture-time)',
      histogram: stored('videoLatencyUs'),
    },
    {
      title: 'Light participants, whole frames: sent to arrived (frame metadata)',
      histogram: stored('videoFrameLatencyUs'),
    },
    { title: 'Browsers: painted to arrived (time code)', histogram: arrival },
    { title: 'Browsers, glass to glass: painted to shown (time code)', histogram: glassToGlass },
  ];
  return ways.filter(({ histogram }) => histogram.count > 0);
}

const quantileMs = ({ histogram }: Way, quantile: number): number =>
  (histogram.quantileUs(quantile) ?? 0) / usPerMs;

/** The tables that set the browsers beside the light participants and take the browsers' latency apart. */
export function comparisonTables(result: GeneratorResult, browsers: BrowserResult): readonly Table[] {
  return [
    waysTable(waysOf(result, browsers)),
    partsTable(latencyParts(browsers)),
    browserTable(browsers),
  ].filter(({ rows }) => rows.length > 0);
}

function waysTable(ways: readonly Way[]): Table {
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
        perCount(growth.jitterBufferSeconds, growth.jitterBufferFrames),
        perCount(growth.decodeSeconds, growth.framesDecoded),
        perCount(growth.roundTripSeconds, growth.roundTrips),
        (100 * growth.cpuSeconds) / growth.seconds,
      ];
    }),
  };
}

/** How far browsers and light participants are apart, and why; empty where one of them measured nothing. */
export function comparisonFindings(result: GeneratorResult, browsers: BrowserResult): readonly Finding[] {
  const ways = waysOf(result, browsers);
  const light = ways.find(
    ({ histogram }) => histogram !== browsers.glassToGlass && histogram !== browsers.arrival,
  );
  const glass = ways.find(({ histogram }) => histogram === browsers.glassToGlass);
  if (light === undefined || glass === undefined) return [];
  const ms = (value: number): string => formatQuantity(value, 'ms');
  const apart = quantileMs(glass, 0.5) - quantileMs(light, 0.5);
  const longest = [...latencyParts(browsers)].sort((a, b) => b.meanMs - a.meanMs);
  const why = longest
    .slice(0, 4)
    .map(({ title, meanMs }) => `${title.toLowerCase()} ${ms(meanMs)}`)
    .join(', ');
  return [
    {
      code: 'browser-latency',
      severity: 'info',
      title: `Browsers show a frame ${ms(Math.abs(apart))} ${apart < 0 ? 'before' : 'after'} light participants have received it, at p50`,
      evidence: `p50 ${ms(quantileMs(glass, 0.5))} from painted to shown against ${ms(quantileMs(light, 0.5))} from sent to arrived; p95 ${ms(quantileMs(glass, 0.95))} against ${ms(quantileMs(light, 0.95))}. The largest parts of a browser's mean: ${why}.`,
      advice: `Light participants measure what the network and the media server do. Add about ${ms(Math.max(0, apart))} to their latency for what people see, as long as browsers have CPU to spare.`,
    },
  ];
}

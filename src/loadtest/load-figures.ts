import type { Figure } from '../progress/progress-event.ts';
import { gateLimits } from './validity-gates.ts';

type Event = Readonly<Record<string, unknown>>;

/** What is known of a load while it runs. */
export interface LoadSoFar {
  /** The last progress of each generator process that is in the current phase. */
  readonly latest: readonly Event[];
  /** How many people or connections are to come; null until a phase has said so. */
  readonly expected: number | null;
  readonly refusals: readonly { readonly where: string; readonly status: number; readonly count: number }[];
  /** Kinds of errors that the generators told of, in the order in which they came. */
  readonly errors: readonly string[];
  /** Cores that the generators may use; null where they run elsewhere. */
  readonly processors: number | null;
}

/** A figure and where it comes from; undefined where this load does not have it, or not yet. */
interface FigureSource extends Pick<Figure, 'id' | 'title' | 'unit'> {
  value(soFar: LoadSoFar): number | undefined;
  of?(soFar: LoadSoFar): number | null;
  remark?(soFar: LoadSoFar): string;
  readonly limit?: number;
}

const valuesOf = (events: readonly Event[], key: string): number[] =>
  events.flatMap((event) => (typeof event[key] === 'number' ? [event[key]] : []));

/** Adds up over the processes that have it; with `beside`, only over those that have that too. */
const sum =
  (key: string, beside = key, factor = 1) =>
  ({ latest }: LoadSoFar): number | undefined => {
    const values = valuesOf(
      latest.filter((event) => event[beside] !== undefined),
      key,
    );
    return values.length === 0 ? undefined : factor * values.reduce((total, value) => total + value, 0);
  };

/** A rate of whole things, whose fractions only flicker. */
const rounded =
  (key: string) =>
  (soFar: LoadSoFar): number | undefined => {
    const rate = sum(key)(soFar);
    return rate === undefined ? undefined : Math.round(rate);
  };

/** A percentile cannot be added up nor averaged: the worst process speaks for all. Zero is "nothing was seen". */
const worst =
  (key: string) =>
  ({ latest }: LoadSoFar): number | undefined =>
    Math.max(0, ...valuesOf(latest, key)) || undefined;

const worstOf = ({ latest }: LoadSoFar): string =>
  latest.length > 1 ? `worst of ${latest.length} processes` : '';

const sources: readonly FigureSource[] = [
  { id: 'joined', title: 'joined', unit: 'count', value: sum('joined'), of: ({ expected }) => expected },
  {
    id: 'connected',
    title: 'connected',
    unit: 'count',
    value: sum('connected'),
    of: ({ expected }) => expected,
  },
  {
    id: 'receivedBitsPerSecond',
    title: 'received',
    unit: 'bit/s',
    value: sum('receiveMbps', 'receiveMbps', 1e6),
  },
  { id: 'packetsPerSecond', title: 'packets', unit: 'packets/s', value: rounded('packetsPerSecond') },
  { id: 'messagesPerSecond', title: 'messages', unit: '1/s', value: rounded('messagesPerSecond') },
  { id: 'requestsPerSecond', title: 'requests', unit: '1/s', value: rounded('requestsPerSecond') },
  {
    id: 'videoLatencyP95Ms',
    title: 'video latency p95',
    unit: 'ms',
    value: worst('videoLatencyP95Ms'),
    remark: worstOf,
  },
  {
    id: 'responseP95Ms',
    title: 'API response p95',
    unit: 'ms',
    value: worst('responseP95Ms'),
    remark: worstOf,
  },
  { id: 'packetsLost', title: 'packets lost', unit: 'count', value: sum('lost', 'packetsPerSecond') },
  {
    id: 'requestsFailed',
    title: 'failed or not begun',
    unit: 'count',
    value: sum('lost', 'requestsPerSecond'),
  },
  { id: 'connectionsFailed', title: 'connections failed', unit: 'count', value: sum('failed') },
  {
    id: 'refused',
    title: 'refused',
    unit: 'count',
    value: ({ refusals }) => refusals.reduce((total, { count }) => total + count, 0),
    remark: ({ refusals }) =>
      refusals.map(({ where, status, count }) => `${count} × ${status} ${where}`).join(', '),
  },
  {
    id: 'errorKinds',
    title: 'kinds of errors',
    unit: 'count',
    value: ({ errors }) => errors.length || undefined,
    remark: ({ errors }) => errors.at(-1) ?? '',
  },
  {
    id: 'generatorCpuPercent',
    title: 'generator CPU',
    unit: '%',
    value: (soFar) =>
      soFar.processors === null ? undefined : sum('cpuPercent', 'cpuPercent', 1 / soFar.processors)(soFar),
    limit: gateLimits.generatorCpuPercent,
    remark: ({ processors }) => `of ${processors} cores`,
  },
];

/** What everyone wants to see of a running load: who is there, what flows, how late, what went wrong, whether the generator keeps up. */
export const loadFigures = (soFar: LoadSoFar): readonly Figure[] =>
  sources.flatMap(({ id, title, unit, value, of, remark, limit = null }) => {
    const found = value(soFar);
    if (found === undefined) return [];
    return [{ id, title, value: found, unit, of: of?.(soFar) ?? null, limit, remark: remark?.(soFar) ?? '' }];
  });

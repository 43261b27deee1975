/** What one process holds at a moment. */
interface Sample {
  readonly atMs: number;
  /** Of its own (anonymous, proportional where shared): pages of files and PostgreSQL's shared buffers are caches of a fixed size. */
  readonly memoryBytes: number;
  readonly descriptors: number;
}

/** A process from when it was first seen to when it was last seen. */
export interface ProcessLife {
  readonly name: string;
  readonly processId: number;
  readonly samples: readonly Sample[];
}

interface Grown {
  readonly first: number;
  readonly last: number;
  readonly percentIn10Min: number;
}

export interface Growth {
  readonly memory: Grown;
  readonly descriptors: Grown;
}

/** Caches fill, code is compiled, pools open. */
const warmUpMs = 4 * 60_000;
/** Long enough for every garbage collector to have run. */
const windowMs = 3 * 60_000;
/** Windows nearer to each other would multiply their noise when they are brought to ten minutes. */
const apartMs = 10 * 60_000;

/** What grows by no more than this cannot be told from the allocator's grain: 64 pages, one descriptor. */
const grain = { memoryBytes: 262_144, descriptors: 1 } as const;

/**
 * How a process has grown, as percent in ten minutes: the last three minutes of its life against the first three after four of warm-up.
 * Of memory the least in each window counts, which is what remains when the garbage collector has been; of descriptors the median.
 *
 * @returns undefined for a life of less than 17 minutes, in which the middles of the windows are less than ten apart
 */
export function growthOf({ samples }: Pick<ProcessLife, 'samples'>): Growth | undefined {
  const bornMs = samples[0]?.atMs ?? 0;
  const diedMs = samples.at(-1)?.atMs ?? 0;
  const betweenMs = diedMs - bornMs - warmUpMs - windowMs;
  if (betweenMs < apartMs) return undefined;
  const within = (fromMs: number) =>
    samples.filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + windowMs);
  const [early, late] = [within(bornMs + warmUpMs), within(diedMs - windowMs)];
  if (early.length === 0 || late.length === 0) return undefined;
  const grown = (of: (window: readonly Sample[]) => number): Grown => {
    const [first, last] = [of(early), of(late)];
    return {
      first,
      last,
      percentIn10Min: (100 * (last - first) * apartMs) / (Math.max(first, 1) * betweenMs),
    };
  };
  return {
    memory: grown((window) => Math.min(...window.map(({ memoryBytes }) => memoryBytes))),
    descriptors: grown((window) => medianOf(window.map(({ descriptors }) => descriptors))),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** More than 1 % in ten minutes, and more than the grain. */
export const leaks = ({ memory, descriptors }: Growth): boolean =>
  isMore(memory, grain.memoryBytes) || isMore(descriptors, grain.descriptors);

const isMore = ({ first, last, percentIn10Min }: Grown, least: number): boolean =>
  percentIn10Min > 1 && last - first > least;

import { type Picture, pictureOf } from '../media/resolution.ts';

/** What a device that cannot keep up is spared. */
export interface LoadLimits {
  /** Cameras that are received at most, beside the room's own limit. */
  readonly cameras: number;
  /** Tiles on a page of the grid at most. */
  readonly tiles: number;
  /** The largest picture that is received; undefined leaves it to the size of the tile. */
  readonly picture: Picture | undefined;
}

/** From nothing spared to one small picture beside the sound. Decoding costs by the picture, drawing by the tile. */
export const loadLevels: readonly [LoadLimits, ...LoadLimits[]] = [
  { cameras: Number.POSITIVE_INFINITY, tiles: Number.POSITIVE_INFINITY, picture: undefined },
  { cameras: 9, tiles: 16, picture: pictureOf('360p') },
  { cameras: 4, tiles: 9, picture: pictureOf('180p') },
  { cameras: 1, tiles: 4, picture: pictureOf('180p') },
];

/** Fewer page frames than this are seen as jerks. Browsers that save power draw 30, which must not count as slow. */
const slowBelow = 20;
/** Between the two nothing changes, so that a page near the edge does not swing. */
const smoothFrom = 24;
/** One slow sample may be a dialog that opened. */
const slowSamplesToShed = 2;
const smoothSamplesToRestore = 6;
/** With a sample every 5 s: five minutes. */
const smoothSamplesMost = 60;

/** How much is shed now, and what the latest samples said. */
export interface LoadShedding {
  /** Index into {@link loadLevels}. */
  readonly level: number;
  readonly slowSamples: number;
  readonly smoothSamples: number;
  /** Smooth samples after which the next level is given back. */
  readonly patience: number;
  /** Something was given back since the last time that something was taken. */
  readonly hasRestored: boolean;
}

export const nothingShed: LoadShedding = {
  level: 0,
  slowSamples: 0,
  smoothSamples: 0,
  patience: smoothSamplesToRestore,
  hasRestored: false,
};

/**
 * What a sample of page frames a second changes. Two slow ones in a row shed a level; half a minute of smooth ones gives a
 * level back. What had to be taken again waits twice as long, so that a device that bears no more is not tried every half minute.
 */
export function afterSample(before: LoadShedding, framesPerSecond: number): LoadShedding {
  if (framesPerSecond < slowBelow) {
    const slowSamples = before.slowSamples + 1;
    const isWorst = before.level === loadLevels.length - 1;
    if (slowSamples < slowSamplesToShed || isWorst) return { ...before, slowSamples, smoothSamples: 0 };
    const patience = before.hasRestored ? Math.min(smoothSamplesMost, before.patience * 2) : before.patience;
    return { level: before.level + 1, slowSamples: 0, smoothSamples: 0, patience, hasRestored: false };
  }
  if (framesPerSecond < smoothFrom || before.level === 0)
    return { ...before, slowSamples: 0, smoothSamples: 0 };
  const smoothSamples = before.smoothSamples + 1;
  if (smoothSamples < before.patience) return { ...before, slowSamples: 0, smoothSamples };
  return { ...before, level: before.level - 1, slowSamples: 0, smoothSamples: 0, hasRestored: true };
}

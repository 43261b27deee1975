import { Histogram } from '../../results/histogram.ts';
import type { GeneratorResult } from '../generator-result.ts';
import { type BrowserRecord, type Growth, growthBetween } from './browser-record.ts';

/** What the browsers of a run measured, within the hold phase where there was one. */
export interface BrowserResult {
  readonly records: readonly BrowserRecord[];
  /** By the order of the records; undefined for a browser that told too little. */
  readonly growths: readonly (Growth | undefined)[];
  /** From the painting of a frame to its showing in another browser. */
  readonly glassToGlass: Histogram;
  /** From the painting of a frame to the arrival of its last packet. */
  readonly arrival: Histogram;
  /** Frames whose time code could not be read. */
  readonly unreadable: number;
  /** How far apart the clocks of two browsers were proven to be. */
  readonly clockDifferenceMs: number;
}

export interface CrewOutcome {
  readonly records: readonly BrowserRecord[];
  readonly clockDifferenceMs: number;
}

/** Cuts the records to the hold phase, so that browsers and light participants are measured over the same time. */
export function measureBrowsers(
  { records, clockDifferenceMs }: CrewOutcome,
  hold: { readonly from: number; readonly to: number } | undefined,
): BrowserResult {
  const { from, to } = hold ?? { from: 0, to: Number.POSITIVE_INFINITY };
  const glassToGlass = new Histogram();
  const arrival = new Histogram();
  for (const { shownAt, glassUs, arrivalUs } of records.flatMap(({ frames }) => frames)) {
    // Both or neither: their means are subtracted from one another. A clock that was set back makes a time negative.
    if (shownAt < from || shownAt > to || arrivalUs === null || arrivalUs < 0 || glassUs < 0) continue;
    glassToGlass.add(glassUs);
    arrival.add(arrivalUs);
  }
  return {
    records,
    growths: records.map((record) => growthBetween(record, from, to)),
    glassToGlass,
    arrival,
    unreadable: records.reduce((total, { snapshots }) => total + (snapshots.at(-1)?.unreadable ?? 0), 0),
    clockDifferenceMs,
  };
}

/** The generator's result with what the browsers add: their counts, histograms and failures. */
export function withBrowsers(result: GeneratorResult, browsers: BrowserResult): GeneratorResult {
  const { records, growths, glassToGlass, arrival } = browsers;
  const joinTimes = records.flatMap((record) => timeUntil(record, record.connectedAt));
  const frameTimes = records.flatMap((record) => timeUntil(record, record.firstFrameAt));
  const sum = (value: (growth: Growth) => number): number =>
    Math.round(growths.reduce((total, growth) => total + (growth === undefined ? 0 : value(growth)), 0));
  return {
    ...result,
    counts: {
      ...result.counts,
      browsersRequested: records.length,
      browsersJoined: joinTimes.length,
      browsersWithPicture: frameTimes.length,
      browserSlowestJoinMs: Math.max(0, ...joinTimes),
      browserSlowestFirstFrameMs: Math.max(0, ...frameTimes),
      browserWatchedMs: sum(({ watchedSeconds }) => 1000 * watchedSeconds),
      browserFrozenMs: sum(({ frozenSeconds }) => 1000 * frozenSeconds),
      browserFreezes: sum(({ freezes }) => freezes),
      browserPacketsReceived: sum(({ packetsReceived }) => packetsReceived),
      browserPacketsLost: sum(({ packetsLost }) => packetsLost),
      browserFramesRead: glassToGlass.count,
      browserFramesUnreadable: browsers.unreadable,
    },
    histograms: {
      ...result.histograms,
      glassToGlassUs: glassToGlass.toJson(),
      browserArrivalUs: arrival.toJson(),
    },
    errors: [
      ...result.errors,
      ...records.flatMap(({ name, failure }) =>
        failure === null ? [] : [{ what: `${name} dropped out`, count: 1, example: failure }],
      ),
    ],
  };
}

/** Whole milliseconds from the intended moment of joining to `moment`, where both are known. */
function timeUntil({ joinIntendedAt }: BrowserRecord, moment: number | null): number[] {
  return joinIntendedAt === null || moment === null ? [] : [Math.max(0, Math.round(moment - joinIntendedAt))];
}

import type { Status } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import type { Drill, Objective } from './drill.ts';
import type { DrillRun } from './drill-result.ts';

/** Fewer acknowledged writes prove nothing about what a platform keeps. */
export const writesNeeded = 1_000;

/** With fewer of the probes that were due, the machine was too busy to tell the platform's failures from its own. */
const probesNeededPercent = 90;

/** The objective as people read it. */
export function objectiveText({ rtoMs, rpoRows, mediaBackMs, mediaLostBy }: Objective): string {
  const lost = mediaLostBy === undefined ? '' : `, ${mediaLostBy} lose their media and nobody else`;
  const media =
    mediaBackMs === undefined ? '' : `, everyone has media again within ${formatQuantity(mediaBackMs, 'ms')}`;
  return `works again within ${formatQuantity(rtoMs, 'ms')}${lost}${media}, ${rpoRows} acknowledged writes lost`;
}

type Measured = Omit<DrillRun, 'verdict' | 'why'> & {
  readonly unproven: readonly string[];
  readonly shortcomings: readonly string[];
};

/**
 * The verdict of one run. What makes its figures worthless comes first: a fault that was not seen, too few writes, an interruption.
 * A write that was promised and lost, and a platform that is not well afterwards, are critical.
 */
export function judgeDrillRun(
  drill: Pick<Drill, 'objective'>,
  run: Measured,
): { verdict: Status; why: string[] } {
  const doubts = [...doubtsOf(run), ...notMet(drill.objective, run)];
  const broken = brokenPromises(drill.objective, run);
  const late = lateness(drill.objective, run);
  if (broken.length > 0) return { verdict: 'CRITICAL', why: [...broken, ...late, ...doubts] };
  if (doubts.length > 0) return { verdict: 'INCONCLUSIVE', why: [...doubts, ...late] };
  return late.length > 0 ? { verdict: 'MISSED', why: late } : { verdict: 'PASS', why: [] };
}

function doubtsOf(run: Measured): string[] {
  return [
    ...(run.interrupted ? ['it was interrupted'] : []),
    ...run.unproven.map((text) => `the fault was not seen from outside: ${text}`),
    ...(run.acknowledgedWrites < writesNeeded
      ? [
          `${run.acknowledgedWrites} acknowledged writes, where ${writesNeeded.toLocaleString('en-US')} are needed`,
        ]
      : []),
    ...(run.probesMadePercent < probesNeededPercent
      ? [
          `this machine was too busy: ${run.probesMadePercent.toFixed(0)} % of the probes that were due were made, where ${probesNeededPercent} % are needed`,
        ]
      : []),
    ...(run.rpoRows === null ? [`what was lost is not known: ${run.reasons.rpoRows ?? 'not compared'}`] : []),
  ];
}

/** A fault that fewer people felt than were in its way has not met them. */
function notMet({ mediaLostBy = 0 }: Objective, { participantsAffected }: Measured): string[] {
  if (participantsAffected === null || participantsAffected >= mediaLostBy) return [];
  return [
    `${participantsAffected} people lost their media, where ${mediaLostBy} were in the way of the fault`,
  ];
}

function brokenPromises(objective: Objective, run: Measured): string[] {
  const lost = run.rpoRows === null ? 0 : run.rpoRows - (run.givenUpRows ?? 0);
  return [
    ...(lost > objective.rpoRows ? [`${lost} acknowledged writes are lost`] : []),
    ...run.shortcomings,
    ...(run.healthy === false ? ['the platform is not healthy afterwards'] : []),
  ];
}

function lateness(objective: Objective, run: Measured): string[] {
  const later = (what: string, value: number | null, target: number | undefined): string[] => {
    if (target === undefined || run.interrupted) return [];
    if (value === null) return [`${what} was not reached`];
    return value <= target
      ? []
      : [`${what} took ${formatQuantity(value, 'ms')}, where ${formatQuantity(target, 'ms')} are allowed`];
  };
  const { mediaLostBy } = objective;
  const { participantsAffected } = run;
  const isFelt =
    mediaLostBy !== undefined && participantsAffected !== null && participantsAffected > mediaLostBy;
  return [
    ...(isFelt ? [`${participantsAffected} people lost their media, where ${mediaLostBy} are allowed`] : []),
    ...later('working again', run.rtoStableMs, objective.rtoMs),
    ...later('media for everyone', run.mediaBackMs, objective.mediaBackMs),
  ];
}

const worstFirst: readonly Status[] = ['CRITICAL', 'MISSED', 'INCONCLUSIVE', 'NO DATA', 'PASS'];

/** A drill is as good as its worst run. */
export const worstOf = (verdicts: readonly Status[]): Status =>
  worstFirst.find((status) => verdicts.includes(status)) ?? 'NO DATA';

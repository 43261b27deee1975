import type { Status } from '../../results/verdict.ts';

/** Something that shows a verdict: a run's report, another page, or words where there is nothing to open. */
export interface Evidence {
  readonly text: string;
  readonly href: string | null;
}

/** One part of the question whether the platform is ready, with its verdict. */
export interface Area {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  /** Why, in a sentence. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  /** What would move the verdict: the next command; null where it is met. */
  readonly next: string | null;
}

export type Readiness = 'READY' | 'NOT READY' | 'NOT PROVEN';

/** Ready when every area passes; not ready when one is missed; else nobody can know yet. */
export function readinessOf(areas: readonly Pick<Area, 'status'>[]): Readiness {
  const statuses = areas.map(({ status }) => status);
  if (statuses.some((status) => status === 'MISSED' || status === 'CRITICAL')) return 'NOT READY';
  return statuses.every((status) => status === 'PASS') ? 'READY' : 'NOT PROVEN';
}

/** The status by which the whole is coloured. */
export const readinessStatus = (readiness: Readiness): Status =>
  readiness === 'READY' ? 'PASS' : readiness === 'NOT READY' ? 'MISSED' : 'INCONCLUSIVE';

const GRAVITY: readonly Status[] = ['PASS', 'NO DATA', 'INCONCLUSIVE', 'MISSED', 'CRITICAL'];

/** The gravest of some statuses; NO DATA where there are none. */
export const gravestOf = (statuses: readonly Status[]): Status =>
  statuses.toSorted((a, b) => GRAVITY.indexOf(b) - GRAVITY.indexOf(a))[0] ?? 'NO DATA';

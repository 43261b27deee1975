import type { Figure } from '../progress/progress-event.ts';
import type { Door, ProbeResult } from './probe.ts';
import type { TimelineEvent } from './timeline.ts';

/** What somebody who watches a drill sees of it. */
export interface DrillSight {
  /** What happened last. */
  readonly text: string;
  readonly figures: readonly Figure[];
}

type Doors = ReadonlyMap<Door, { readonly results: readonly ProbeResult[] }>;

/** Each door with the probes that failed so far, and whether the last one did. */
export const drillSight = (doors: Doors, notes: readonly TimelineEvent[]): DrillSight => ({
  text: notes.at(-1)?.text ?? '',
  figures: [...doors].map(([door, { results }]) => ({
    id: door,
    title: door,
    value: results.filter(({ failure }) => failure !== null).length,
    unit: 'count',
    of: results.length,
    limit: null,
    remark: stateOf(results.at(-1)),
  })),
});

function stateOf(last: ProbeResult | undefined): string {
  if (last === undefined) return 'not asked yet';
  return last.failure === null ? 'answers' : `fails: ${last.failure}`;
}

/** Shows the doors once a second, until it is disposed of. */
export function showDoors(
  doors: Doors,
  notes: readonly TimelineEvent[],
  onSight: (sight: DrillSight) => void,
): Disposable {
  const timer = setInterval(() => onSight(drillSight(doors, notes)), 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

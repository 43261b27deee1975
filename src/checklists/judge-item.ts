import type { CheckResult } from '../health/check.ts';
import { wasBlocked } from '../health/check-of.ts';
import type { ChecklistItem, ItemResult } from './checklist.ts';

/** What programs know when a checklist is gone through. */
export interface Evidence {
  readonly checks: readonly CheckResult[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Runs that were made, with how they ended. */
  readonly runs: readonly {
    readonly kind: string;
    readonly target: string;
    readonly startedAt: string;
    readonly verdict: string;
  }[];
  /** Unix milliseconds. */
  readonly now: number;
}

const dayMs = 86_400_000;

/** The answer to an item that needs nobody; undefined for one that a person has to answer. */
export function judgeItem(item: ChecklistItem, evidence: Evidence): ItemResult | undefined {
  const { id, title, by, command } = item;
  if ('person' in by) return undefined;
  const about = { id, title, by: 'gomeet', command };
  if ('variable' in by) {
    const isSet = (evidence.variables[by.variable] ?? '') !== '';
    return {
      ...about,
      status: isSet ? 'done' : 'failed',
      found: `${by.variable} is ${isSet ? '' : 'not '}set`,
    };
  }
  return { ...about, ...('run' in by ? judgeRuns(by, evidence) : judgeChecks(by.health, evidence.checks)) };
}

type Answer = Pick<ItemResult, 'status' | 'found'>;

function judgeRuns(
  { run, withinDays }: { run: string; withinDays: number },
  { runs, now }: Evidence,
): Answer {
  const own = runs.filter(({ kind }) => kind === run);
  const [newest] = own.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (newest === undefined) return { status: 'failed', found: `no ${run} was ever run here` };
  const days = Math.floor((now - Date.parse(newest.startedAt)) / dayMs);
  // Of a cluster most is only ever drilled on one machine: whoever reads the record sees where.
  const found = `${run} on ${newest.target} ${days} days ago: ${newest.verdict}`;
  if (days >= withinDays) return { status: 'failed', found };
  return { status: newest.verdict === 'PASS' ? 'done' : 'warning', found };
}

/** The worst of the checks; where each of them was skipped there is nothing of this kind here. */
function judgeChecks(ids: readonly string[], checks: readonly CheckResult[]): Answer {
  const own = checks.filter(({ id }) => ids.includes(id));
  const asked = own.filter(({ status }) => status !== 'skipped');
  const blocked = own.find(wasBlocked);
  if (asked.length === 0 && blocked !== undefined) return { status: 'failed', found: blocked.found };
  if (asked.length === 0)
    return { status: 'not-applicable', found: own[0]?.found ?? 'this target has nothing of the kind' };
  const ill = asked.filter(({ status }) => status !== 'ok');
  if (ill.length === 0) return { status: 'done', found: `${asked.length} checks are well` };
  return {
    status: ill.some(({ status }) => status === 'failed') ? 'failed' : 'warning',
    found: ill.map(({ title, found }) => `${title}: ${found}`).join('; '),
  };
}

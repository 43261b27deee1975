import type { Run } from '../results/run.ts';
import type { Criterion, Task } from './roadmap.ts';

/** What is known of one criterion. */
interface Finding {
  readonly is: string;
  readonly isShown: boolean;
  /** The test or the run that shows it, or what is missing. */
  readonly evidence: string;
}

export type TaskState = 'done' | 'in progress' | 'not started';

export interface TaskFindings {
  readonly state: TaskState;
  readonly findings: readonly Finding[];
}

type Recorded = Pick<Run, 'id' | 'kind' | 'counts' | 'verdict' | 'partial'>;

/**
 * How a task stands, by what shows it and by nobody's word: done when each of its criteria is shown.
 *
 * @param runs the recorded ones, newest first
 */
export function judgeTask({ criteria }: Pick<Task, 'criteria'>, runs: readonly Recorded[]): TaskFindings {
  const findings = criteria.map((criterion) => findingOf(criterion, runs));
  const shown = findings.filter(({ isShown }) => isShown).length;
  const state = shown === findings.length ? 'done' : shown > 0 ? 'in progress' : 'not started';
  return { state, findings };
}

function findingOf(criterion: Criterion, runs: readonly Recorded[]): Finding {
  const { is } = criterion;
  if ('open' in criterion) return { is, isShown: false, evidence: criterion.open };
  if ('test' in criterion) return { is, isShown: true, evidence: criterion.test };
  const wanted = Object.entries(criterion.atLeast);
  const run = runs.find(
    ({ kind, counts, verdict, partial }) =>
      kind === criterion.run &&
      verdict.status === 'PASS' &&
      !partial &&
      wanted.every(([name, least]) => (counts[name] ?? 0) >= least),
  );
  if (run !== undefined) return { is, isShown: true, evidence: `run ${run.id}` };
  const least = wanted.map(([name, value]) => `${name} ≥ ${value.toLocaleString('en-US')}`).join(', ');
  const how = least === '' ? '' : ` with ${least}`;
  return { is, isShown: false, evidence: `no recorded run of gomeet ${criterion.run}${how} has passed here` };
}

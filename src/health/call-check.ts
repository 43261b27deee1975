import type { Run } from '../results/run.ts';
import type { CheckResult } from './check.ts';

const about = { id: 'real-call', category: 'Call', title: 'two participants, one publishes' } as const;
const needed = 'both join, the other receives whole frames';

/** Judges a call of two by the run that it was. */
export function callCheck(run: Run): CheckResult {
  const { participantsJoined = 0, framesChecked = 0, framesBroken = 0 } = run.counts;
  const missed = run.kpis.filter(({ status }) => status !== 'PASS' && status !== 'INCONCLUSIVE');
  const doubtful = [
    ...run.kpis.filter(({ status }) => status === 'INCONCLUSIVE').map(({ title }) => `${title} is undecided`),
    ...run.gates.filter(({ passed }) => !passed).map(({ title, found }) => `${title} ${found}`),
  ];
  const isWell = missed.length === 0 && !run.partial;
  const reasons = [
    ...(run.partialReason === null ? [] : [run.partialReason]),
    ...missed.map(({ title, status }) => `${title} ${status}`),
    ...doubtful.map((text) => `busy machine: ${text}`),
  ];
  const reason = reasons.map((text) => `; ${text}`).join('');
  return {
    ...about,
    // A busy machine makes the figures doubtful, not the call: it took place, and every frame came through.
    status: !isWell ? 'failed' : doubtful.length > 0 ? 'warning' : 'ok',
    found: `${participantsJoined} of 2 joined, ${framesChecked - framesBroken} whole frames of ${framesChecked}${reason}`,
    needed,
    hint: isWell ? null : 'gomeet report open   shows the call; gomeet status   the services',
  };
}

/** The call is not tried while what it needs is down: its failure would say nothing new. */
export const callSkipped: CheckResult = {
  ...about,
  status: 'skipped',
  found: 'not tried: what it needs is not well',
  needed,
  hint: null,
};

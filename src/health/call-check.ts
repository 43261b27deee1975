import type { Run } from '../results/run.ts';
import type { CheckResult } from './check.ts';

/** The ways that media can take between people and the platform. */
export const callPaths = ['direct', 'tcp', 'turn-udp', 'turn-tls'] as const;
export type CallPath = (typeof callPaths)[number];

const checks: Readonly<Record<CallPath, { readonly id: string; readonly title: string }>> = {
  direct: { id: 'real-call', title: 'two participants, one publishes' },
  tcp: { id: 'call-tcp', title: 'the same over TCP' },
  'turn-udp': { id: 'call-turn-udp', title: 'the same through TURN over UDP' },
  'turn-tls': { id: 'call-turn-tls', title: 'TURN over TLS' },
};

/** Id and title of the check of one path. */
const callAbout = (path: CallPath) => ({ ...checks[path], category: 'Call' }) as const;

const needed = 'both join, the other receives whole frames';

/** Judges a call of two by the run that it was. */
export function callCheck(run: Run, path: CallPath = 'direct'): CheckResult {
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
    ...callAbout(path),
    // A busy machine makes the figures doubtful, not the call: it took place, and every frame came through.
    status: !isWell ? 'failed' : doubtful.length > 0 ? 'warning' : 'ok',
    found: `${participantsJoined} of 2 joined, ${framesChecked - framesBroken} whole frames of ${framesChecked}${reason}`,
    needed,
    hint: isWell ? null : 'gomeet report open   shows the call; gomeet status   the services',
  };
}

/** A call that was not tried, with the reason. */
export const callNotTried = (path: CallPath, why: string): CheckResult => ({
  ...callAbout(path),
  status: 'skipped',
  found: why,
  needed,
  hint: null,
});

/** The call is not tried while what it needs is down: its failure would say nothing new. */
export const callSkipped: CheckResult = callNotTried('direct', 'not tried: what it needs is not well');

import type { Run } from '../results/run.ts';
import type { CheckResult } from './check.ts';

/** The ways that media can take between people and the platform. */
export const callPaths = ['direct', 'tcp', 'turn-udp', 'turn-tls'] as const;
export type CallPath = (typeof callPaths)[number];

interface About {
  readonly id: string;
  readonly title: string;
  /** The way in words, and what the generator counts on it; the direct one has no other beside it. */
  readonly way?: { readonly name: string; readonly count: string };
}

const checks: Readonly<Record<CallPath, About>> = {
  direct: { id: 'real-call', title: 'two participants, one publishes' },
  tcp: {
    id: 'call-tcp',
    title: 'the same over TCP',
    way: { name: 'over TCP', count: 'datagramsOverTcp' },
  },
  'turn-udp': {
    id: 'call-turn-udp',
    title: 'the same through TURN over UDP',
    way: { name: 'through TURN', count: 'datagramsThroughTurn' },
  },
  'turn-tls': {
    id: 'call-turn-tls',
    title: 'the same through TURN over TLS',
    way: { name: 'through TURN over TLS', count: 'datagramsThroughTurns' },
  },
};

/** Id and title of the check of one path. */
function callAbout(path: CallPath) {
  const { id, title } = checks[path];
  return { id, title, category: 'Call' } as const;
}

const needed = 'both join, the other receives whole frames';

/** Judges a call of two by the run that it was. */
export function callCheck(run: Run, path: CallPath = 'direct'): CheckResult {
  const { participantsJoined = 0, framesChecked = 0, framesBroken = 0 } = run.counts;
  const missed = run.kpis.filter(({ status }) => status !== 'PASS' && status !== 'INCONCLUSIVE');
  const doubtful = [
    ...run.kpis.filter(({ status }) => status === 'INCONCLUSIVE').map(({ title }) => `${title} is undecided`),
    ...run.gates.filter(({ passed }) => !passed).map(({ title, found }) => `${title} ${found}`),
  ];
  const astray = strayed(run, path);
  const isWell = missed.length === 0 && !run.partial && astray === undefined;
  const reasons = [
    ...(run.partialReason === null ? [] : [causeIn(run.partialReason)]),
    ...(astray === undefined ? [] : [astray]),
    // Of a call that did not take place nothing was measured.
    ...(run.partial ? [] : missed).map(({ title, status }) => `${title} ${status}`),
    ...doubtful.map((text) => `busy machine: ${text}`),
  ];
  const reason = reasons.map((text) => `; ${text}`).join('');
  return {
    ...callAbout(path),
    // A busy machine makes the figures doubtful, not the call: it took place, and every frame came through.
    status: !isWell ? 'failed' : doubtful.length > 0 ? 'warning' : 'ok',
    found: `${participantsJoined} of 2 joined, ${framesChecked - framesBroken} whole frames of ${framesChecked}${tellWay(run, path)}${reason}`,
    needed,
    hint: isWell ? null : 'gomeet report open   shows the call; gomeet status   the services',
  };
}

/** What the generator's own error says, without k6's log line around it: from `GoError: ` to the first line of its stack. */
const causeIn = (reason: string): string =>
  /GoError: (.+?)(?:\\n|$)/s.exec(reason)?.[1]?.replaceAll('\\"', '"') ?? reason;

/**
 * Every packet of the call has to be among the datagrams that came on the path; those are a few more, with handshakes and reports.
 *
 * @returns what is wrong, undefined when all came that way
 */
function strayed({ counts, partial }: Run, path: CallPath): string | undefined {
  const { way } = checks[path];
  if (way === undefined || partial) return undefined;
  const { packetsReceived = 0, [way.count]: carried = 0 } = counts;
  if (packetsReceived > 0 && carried >= packetsReceived) return undefined;
  return `${carried} datagrams came ${way.name}, which cannot have been all of ${packetsReceived} packets`;
}

function tellWay({ counts }: Run, path: CallPath): string {
  const { way } = checks[path];
  return way === undefined ? '' : `, ${counts[way.count] ?? 0} datagrams ${way.name}`;
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

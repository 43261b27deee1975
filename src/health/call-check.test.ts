import { describe, expect, test } from 'vitest';
import type { Run } from '../results/run.ts';
import { callCheck } from './call-check.ts';

/** Of a run the check reads no more than this. */
function run(change: object = {}): Run {
  const counts = { participantsJoined: 2, framesChecked: 75, framesBroken: 0 };
  return {
    counts,
    kpis: [{ title: 'Packet loss', status: 'PASS' }],
    gates: [],
    partial: false,
    partialReason: null,
    ...change,
  } as unknown as Run;
}

test('a call in which everything arrived is ok', () =>
  expect(callCheck(run())).toMatchObject({
    status: 'ok',
    found: '2 of 2 joined, 75 whole frames of 75',
    hint: null,
  }));

test('a missed target has failed and is named', () =>
  expect(callCheck(run({ kpis: [{ title: 'Packet loss', status: 'CRITICAL' }] }))).toMatchObject({
    status: 'failed',
    found: expect.stringContaining('Packet loss CRITICAL'),
  }));

test('a call that ended early has failed, with the reason', () =>
  expect(callCheck(run({ partial: true, partialReason: 'the server went away' }))).toMatchObject({
    status: 'failed',
    found: expect.stringContaining('the server went away'),
  }));

describe('a path of its own', () => {
  const counts = { participantsJoined: 2, framesChecked: 75, framesBroken: 0, packetsReceived: 300 };

  test('is told when every packet came on it', () =>
    expect(callCheck(run({ counts: { ...counts, datagramsThroughTurns: 431 } }), 'turn-tls')).toMatchObject({
      id: 'call-turn-tls',
      status: 'ok',
      found: '2 of 2 joined, 75 whole frames of 75, 431 datagrams through TURN over TLS',
    }));

  test.each([
    ['tcp', { datagramsOverTcp: 299 }, '299 datagrams came over TCP'],
    ['turn-udp', { datagramsThroughTurns: 431 }, '0 datagrams came through TURN'],
    ['turn-tls', {}, '0 datagrams came through TURN over TLS'],
  ] as const)('has failed when %s carried %o', (path, carried, says) =>
    expect(callCheck(run({ counts: { ...counts, ...carried } }), path)).toMatchObject({
      status: 'failed',
      found: expect.stringContaining(`${says}, which cannot have been all of 300 packets`),
    }),
  );
});

test('of k6’s log line the cause alone is told, and not what could not be measured for it', () => {
  const partialReason = String.raw`the load generator stopped early: time="x" level=error msg="GoError: join: network face \"turn\": error 401: Unauthorized\n\tat walk (room.ts:23)\n" source=stacktrace`;
  const kpis = [{ title: 'Packet loss', status: 'NO DATA' }];
  expect(callCheck(run({ partial: true, partialReason, kpis }), 'turn-udp').found).toBe(
    '2 of 2 joined, 75 whole frames of 75, 0 datagrams through TURN; join: network face "turn": error 401: Unauthorized',
  );
});

test('a busy machine makes it a warning, not a failure', () =>
  expect(
    callCheck(run({ gates: [{ title: 'packets sent late, p99', found: '9 ms', passed: false }] })),
  ).toMatchObject({ status: 'warning', found: expect.stringContaining('packets sent late, p99 9 ms') }));

test('a target that a few seconds cannot decide is a warning too', () =>
  expect(callCheck(run({ kpis: [{ title: 'Video latency, p95', status: 'INCONCLUSIVE' }] }))).toMatchObject({
    status: 'warning',
    found: expect.stringContaining('Video latency, p95 is undecided'),
  }));

import { describe, expect, test } from 'vitest';
import { loadTestProfile } from '../room/profiles.ts';
import { churnLoad } from './load.ts';
import { planChurn } from './plan.ts';
import { churnRequest } from './request.ts';

const config = {
  room: {
    participants: 500,
    publishers: 2,
    microphones: 1,
    layout: 'grid-25',
    durationSeconds: 30,
    joinRatePerSecond: 25,
  },
};
const world = {
  apiUrl: 'http://127.0.0.1:8080',
  password: 'correct-horse-battery',
  clipsDirectory: '/clips',
  onLoopback: true,
  startAt: 0,
  accessTokensFile: null,
  sharedDirectory: '/out',
};

describe('churnRequest', () => {
  test('by default every percentile gets the 73 samples that bound a p95', () => {
    const { participants, publishers, vanishPercent, turnoverPerMinute, turnoverSeconds } = churnRequest(
      {},
      config,
    );
    expect(((participants - publishers) * vanishPercent) / 100).toBeGreaterThanOrEqual(73);
    expect((turnoverPerMinute / 60) * turnoverSeconds).toBeGreaterThanOrEqual(73);
  });

  test('fewer people take turns more slowly, unless a rate was asked for', () => {
    // 18 watch, 9 take turns, each 3 s away and 3 s on the move: 9 / 6 s = 90 a minute.
    expect(churnRequest({ participants: 20 }, config).turnoverPerMinute).toBe(90);
    expect(() => churnRequest({ participants: 20, turnover: 91 }, config)).toThrow(
      'accepted are at most 90 a minute',
    );
  });

  test('people join anew unless they are to resume', () => {
    expect(churnRequest({}, config).reconnect).toBe('rejoin');
    const request = churnRequest({ reconnect: 'resume' }, config);
    const [plan] = planChurn(request, loadTestProfile('loadtest churn', request), world);
    expect(plan?.churn?.reconnect).toBe('resume');
    expect(churnLoad(request).method.join(' ')).toContain('LiveKit’s signalling');
  });

  test('of a few at least one vanishes', () =>
    expect(churnRequest({ participants: 5 }, config).vanishPercent).toBe(34));

  test.each([
    [{ vanish: 0, turnover: 0 }, 'nobody vanishes and nobody leaves'],
    [{ participants: 3, publishers: 2 }, '1 of the participants have no camera'],
    [{ participants: 22, vanish: 4 }, 'not one of the 20 without a camera; accepted are 0, and 5 to 100'],
  ])('refuses %j', (flags, message) => expect(() => churnRequest(flags, config)).toThrow(message));
});

test('each process gets its share of those who come and go', () => {
  const request = churnRequest(
    { rooms: 3, parallelism: 2, participants: 50, turnover: 60, vanish: 25 },
    config,
  );
  const plans = planChurn(request, loadTestProfile('loadtest churn', request), world);
  expect(plans.map(({ churn }) => churn?.vanishShare)).toEqual([0.25, 0.25]);
  expect(plans.map(({ churn }) => churn?.turnoverPerSecond)).toEqual([1 / 3, 2 / 3]);
});

test('only what happens is judged', () => {
  const { kpis } = churnLoad(churnRequest({ turnover: 0 }, config));
  expect(kpis).toContain('time-to-rejoin-p95');
  expect(kpis).not.toContain('late-joiners-joined');
});

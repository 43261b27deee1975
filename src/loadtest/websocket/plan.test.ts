import { expect, test } from 'vitest';
import { ExitCode, type GomeetError } from '../../errors.ts';
import type { LoadWorld } from '../load.ts';
import { planCrowds, shares } from './plan.ts';
import { webSocketRequest } from './request.ts';

const world: LoadWorld = {
  apiUrl: 'http://127.0.0.1:8080',
  password: 'p',
  clipsDirectory: '/clips',
  onLoopback: true,
  startAt: 1_800_000_000_000,
  accessTokensFile: '/out/access-tokens',
  sharedDirectory: '/out',
};

test('50,000 connections are three processes under the common limit of open files, each with whole rooms', () => {
  expect(shares(webSocketRequest({ connections: 50_000 }))).toEqual([
    { firstConnection: 0, connections: 16_500 },
    { firstConnection: 16_500, connections: 16_500 },
    { firstConnection: 33_000, connections: 17_000 },
  ]);
});

test.each([
  [1, 500, undefined],
  [999, 500, undefined],
  [1234, 100, 5],
  [40_001, 1000, undefined],
])('%i connections in rooms of %i are all in one share and one only', (connections, roomsOf, parallelism) => {
  const request = webSocketRequest({ connections, roomsOf, parallelism });
  let next = 0;
  for (const share of shares(request)) {
    expect(share.firstConnection).toBe(next);
    expect(share.firstConnection % request.roomsOf).toBe(0);
    expect(share.connections).toBeGreaterThan(0);
    next += share.connections;
  }
  expect(next).toBe(connections);
});

test('the rates of the processes come to the rate that was asked for, and they start and hold together', () => {
  const plans = planCrowds(webSocketRequest({ connections: 50_000, rate: 500 }), world);
  expect(plans.reduce((sum, plan) => sum + plan.connectRatePerSecond, 0)).toBeCloseTo(500);
  for (const plan of plans) {
    expect(plan).toMatchObject({
      startAt: world.startAt,
      rendezvous: { directory: '/out', crowds: 3 },
      accounts: { accessTokensFile: '/out/access-tokens' },
    });
  }
});

test('a crowd smaller than a room makes the room smaller; one alone waits for nobody', () => {
  const [plan] = planCrowds(webSocketRequest({ connections: 20 }), { ...world, onLoopback: false });
  expect(plan).toMatchObject({ connections: 20, roomSize: 20, rendezvous: null, sourceAddresses: null });
});

test('more processes than rooms are refused with what is accepted', () => {
  let refusal: GomeetError | undefined;
  try {
    webSocketRequest({ connections: 1000, roomsOf: 500, parallelism: 3 });
  } catch (error) {
    refusal = error as GomeetError;
  }
  expect(refusal).toMatchObject({ code: 'impossible-crowd', exitCode: ExitCode.usage });
  expect(refusal?.message).toContain('accepted are 1 to 2');
});

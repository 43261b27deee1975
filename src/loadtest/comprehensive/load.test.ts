import { describe, expect, test } from 'vitest';
import type { GeneratorPlan, LoadWorld } from '../load.ts';
import { comprehensiveLoad } from './load.ts';
import { comprehensiveRequest } from './request.ts';

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
const world: LoadWorld = {
  apiUrl: 'http://127.0.0.1:8080',
  password: 'correct-horse-battery',
  clipsDirectory: '/clips',
  onLoopback: true,
  startAt: 1_800_000_000_000,
  accessTokensFile: '/tokens',
  sharedDirectory: '/shared',
};

describe('comprehensiveRequest', () => {
  test.each([
    [1, 100, 500, 1000],
    [0.01, 10, 50, 10],
    [0.001, 3, 16, 1],
  ])(
    'at scale %s there are %i rooms of %i and %i journeys a second',
    (scale, rooms, participants, journeys) => {
      const request = comprehensiveRequest({ scale }, config);
      expect(request.rooms).toMatchObject({ rooms, participants });
      expect(request.crowd.connections).toBe(rooms * participants);
      expect(request.api.ratePerSecond).toBe(journeys);
    },
  );

  test('no process of the whole event needs more than 20,000 open files', () =>
    expect(comprehensiveLoad(comprehensiveRequest({ scale: 1 }, config)).openFilesNeeded).toBeLessThan(
      20_000,
    ));
});

interface Accounts {
  readonly first: number;
  readonly count?: number;
}

/** Numbers of the accounts that a plan signs in with, from first to last. */
function accountsOf(plan: GeneratorPlan): readonly [number, number] {
  const { first, count } = (plan.users ?? plan.accounts) as Accounts;
  const people = Number(plan.participants) * Number(plan.rooms ?? 1);
  // A crowd's accounts are counted on from its first connection.
  const before = Number(plan.firstConnection ?? 0);
  const many = count ?? (plan.connections === undefined ? people : Number(plan.connections));
  return [first + before, first + before + many - 1];
}

describe('comprehensiveLoad', () => {
  const load = comprehensiveLoad(comprehensiveRequest({ scale: 0.01, duration: 60 }, config));
  const plans = load.plans(world);

  test('each kind of load runs its own scenario', () =>
    expect(plans.map(({ script }) => script)).toEqual(['websocket.ts', 'room.ts', 'api.ts']));

  test('nobody signs in to two of them', () => {
    const ranges = plans.map(accountsOf);
    expect(ranges).toEqual([
      [1, 500],
      [501, 1000],
      [1001, 1050],
    ]);
    expect(load.accounts).toBe(1050);
  });

  test('all are judged, each KPI once', () => {
    for (const id of ['connections-held', 'participants-joined', 'journeys-completed'])
      expect(load.kpis.filter((kpi) => kpi === id)).toHaveLength(1);
  });

  test('all begin together, and the others hold for longer than the rooms', () => {
    expect(new Set(plans.map(({ startAt }) => startAt))).toEqual(new Set([world.startAt]));
    const [crowd, rooms, api] = plans.map(({ holdSeconds }) => Number(holdSeconds));
    expect(rooms).toBe(60);
    expect(crowd).toBeGreaterThan(60);
    expect(api).toBeGreaterThan(60);
  });
});

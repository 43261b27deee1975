import { describe, expect, test } from 'vitest';
import { loadTestProfile } from '../room/profiles.ts';
import { largestProcess, planRooms, plusAddress, type RoomsRequest, segmentsOf } from './plan.ts';

const request: RoomsRequest = {
  rooms: 10,
  parallelism: 3,
  participants: 50,
  publishers: 2,
  microphones: 1,
  layout: 'grid-25',
  durationSeconds: 30,
  joinRatePerSecond: 25,
  room: 'Load test',
};
const world = {
  apiUrl: 'http://127.0.0.1:8080',
  password: 'correct-horse-battery',
  clipsDirectory: '/clips',
  onLoopback: true,
  startAt: 1_800_000_000_000,
  accessTokensFile: null,
  sharedDirectory: '/out',
};
const profile = loadTestProfile('loadtest rooms', request);

describe('segmentsOf', () => {
  test('ten rooms over three processes are 3, 3 and 4, without gap or overlap', () =>
    expect(segmentsOf(request)).toEqual([
      { firstRoom: 1, rooms: 3 },
      { firstRoom: 4, rooms: 3 },
      { firstRoom: 7, rooms: 4 },
    ]));

  test.each([1, 2, 7, 16])('over %i processes every room is in exactly one', (parallelism) => {
    const numbers = segmentsOf({ rooms: 16, parallelism }).flatMap(({ firstRoom, rooms }) =>
      Array.from({ length: rooms }, (_, i) => firstRoom + i),
    );
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });
});

describe('planRooms', () => {
  test('accounts and addresses go on where the process before ends; rates add up to what was asked', () => {
    const plans = planRooms(request, profile, world);
    expect(
      plans.map(({ rooms, firstRoom, accounts, sourceAddresses }) => [
        rooms,
        firstRoom,
        accounts.first,
        sourceAddresses?.first,
      ]),
    ).toEqual([
      [3, 1, 1, '127.1.0.1'],
      [3, 4, 151, '127.1.0.151'],
      [4, 7, 301, '127.1.1.45'],
    ]);
    expect(plans.reduce((sum, { joinRatePerSecond }) => sum + joinRatePerSecond, 0)).toBeCloseTo(25);
    expect(new Set(plans.map(({ startAt }) => startAt))).toEqual(new Set([world.startAt]));
  });

  test('a single process begins at once', () =>
    expect(planRooms({ ...request, parallelism: 1 }, profile, world)).toMatchObject([
      { rooms: 10, firstRoom: 1, startAt: 0, participants: 50 },
    ]));
});

test('the process with four rooms needs most', () =>
  expect(largestProcess(request)).toEqual({ participants: 200, publishers: 8, dataUsers: 0 }));

test('addresses carry over into the next byte', () => {
  expect(plusAddress('127.1.0.255', 1)).toBe('127.1.1.0');
  expect(plusAddress('127.1.255.255', 2)).toBe('127.2.0.1');
});

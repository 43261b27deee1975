import { describe, expect, test } from 'vitest';
import { checkRoomRequest, openFilesNeeded, planRoom, type RoomRequest } from './plan.ts';
import { callProfile, loadTestProfile } from './profiles.ts';

const request: RoomRequest = {
  participants: 500,
  publishers: 2,
  microphones: 1,
  layout: 'grid-25',
  durationSeconds: 30,
  joinRatePerSecond: 50,
  room: 'Load test',
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

describe('planRoom', () => {
  test('a load test decrypts a sample of 5 % and gives everyone an address of their own', () => {
    expect(planRoom(request, loadTestProfile('loadtest room', request), world)).toMatchObject({
      schema: 'gomeet.room-plan/v1',
      participants: 500,
      publishers: 2,
      microphones: 1,
      holdSeconds: 30,
      decryptedShare: 0.05,
      sourceAddresses: { first: '127.1.0.1' },
      layout: { name: 'grid-25', tiles: Array.from({ length: 25 }, () => ({ width: 320, height: 180 })) },
    });
  });

  test('a room of its own, or one that is open already', () => {
    const room = (more: Partial<RoomRequest>) => planRoom({ ...request, ...more }, callProfile, world).room;
    expect(room({})).toEqual({ name: 'Load test', id: null });
    expect(room({ roomId: '0e7a' })).toEqual({ name: 'Load test', id: '0e7a' });
  });

  test('a call decrypts every packet', () =>
    expect(planRoom(request, callProfile, world).decryptedShare).toBe(1));

  test('away from loopback participants share the address of the machine', () =>
    expect(planRoom(request, callProfile, { ...world, onLoopback: false }).sourceAddresses).toBeNull());
});

describe('checkRoomRequest', () => {
  test('accepts the default', () => expect(() => checkRoomRequest(request)).not.toThrow());
  test.each([
    [{ participants: 2, publishers: 3 }, '3 publishers in a room of 2'],
    [{ publishers: 2, microphones: 3 }, '3 open microphones among 2 publishers'],
  ])('refuses %j', (change, message) =>
    expect(() => checkRoomRequest({ ...request, ...change })).toThrow(message),
  );
});

test('500 participants with 2 publishers need 3 × 500 + 4 × 2 + 200 open files', () =>
  expect(openFilesNeeded(request)).toBe(1708));

test('data users without a camera have a connection for sending as publishers do', () =>
  expect(openFilesNeeded({ ...request, dataUsers: 12 })).toBe(1708 + 4 * 10));

test('data messages are judged only where somebody sends them', () => {
  const { kpis } = loadTestProfile('loadtest room', { ...request, dataUsers: 2 });
  expect(kpis).toEqual(expect.arrayContaining(['data-messages-delivered', 'data-latency-p95']));
  expect(loadTestProfile('loadtest room', request).kpis).not.toContain('data-latency-p95');
});

test('audio is judged only where a microphone is open', () => {
  expect(loadTestProfile('loadtest room', request).kpis).toContain('audio-latency-p95');
  expect(loadTestProfile('loadtest room', { microphones: 0 }).kpis).not.toContain('audio-latency-p95');
});

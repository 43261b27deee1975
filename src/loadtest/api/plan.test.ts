import { describe, expect, test } from 'vitest';
import type { LoadWorld } from '../load.ts';
import { newcomersAtOnce, planApi, usersPerProcess } from './plan.ts';
import { apiRequest } from './request.ts';

const world: LoadWorld = {
  apiUrl: 'http://127.0.0.1:8080',
  password: 'a password of the test',
  clipsDirectory: '/clips',
  onLoopback: true,
  startAt: 1_800_000_000_000,
  accessTokensFile: null,
  sharedDirectory: '/shared',
};

describe('the plan of loadtest api', () => {
  test('three users for each journey a second, and never fewer than fifty', () => {
    expect(usersPerProcess(apiRequest({ rate: 5 }))).toBe(50);
    expect(usersPerProcess(apiRequest({ rate: 1000 }))).toBe(3000);
    // A spike is three times the rate, shared by two processes.
    expect(usersPerProcess(apiRequest({ rate: 100, shape: 'spike', parallelism: 2 }))).toBe(450);
  });

  test('newcomers at once: a twentieth of the rate, for the 30 s that an answer may take', () => {
    expect(newcomersAtOnce(apiRequest({ rate: 100 }))).toBe(170);
  });

  test('processes share arrivals, accounts and addresses without overlap', () => {
    const plans = planApi(apiRequest({ rate: 40, parallelism: 2 }), world);
    expect(plans.map(({ share }) => share)).toEqual([
      { index: 0, of: 2 },
      { index: 1, of: 2 },
    ]);
    expect(plans.map(({ users }) => [users.first, users.count, users.firstAddress])).toEqual([
      [1, 60, '127.2.0.1'],
      [61, 60, '127.2.0.61'],
    ]);
    expect(plans.map(({ users }) => users.signInRatePerSecond)).toEqual([10, 10]);
    // 1,800,000,000 s modulo 2²² is 643,584, which is 9 · 65,536 + 210 · 256.
    expect(plans.map(({ newcomers }) => newcomers.firstAddress)).toEqual(['127.137.210.0', '127.137.210.0']);
  });

  test('beyond loopback the kernel chooses the address', () => {
    const [plan] = planApi(apiRequest({}), { ...world, onLoopback: false });
    expect([plan?.users.firstAddress, plan?.newcomers.firstAddress]).toEqual(['', '']);
  });

  test('liveness needs no lobby', () => {
    expect(planApi(apiRequest({ journeys: 'liveness' }), world)[0]?.lobbies).toBe(0);
  });

  test('more processes than journeys a second are refused', () => {
    expect(() => apiRequest({ rate: 2, parallelism: 3 })).toThrow(
      '3 processes for 2 journeys a second: accepted are at most as many processes',
    );
  });
});

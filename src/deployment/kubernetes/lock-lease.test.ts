import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { held, isExpired, isOverdue, observed } from './lock-lease.ts';

const bare: ClusterObject = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'gomeet-deploy' },
};
const renewed = { monotonicMs: 1_000, wallMs: 5_000_000 };

describe('a holder', () => {
  test.each([
    ['has just renewed', { monotonicMs: 6_000, wallMs: 5_005_000 }, false],
    ['could not renew for 21 s', { monotonicMs: 22_000, wallMs: 5_021_000 }, true],
    [
      'slept for an hour, while the monotonic clock stood still',
      { monotonicMs: 1_100, wallMs: 8_600_000 },
      true,
    ],
    ['had its clock set back meanwhile', { monotonicMs: 22_000, wallMs: 1_000_000 }, true],
  ])('that %s', (_what, now, expected) => expect(isOverdue(renewed, now)).toBe(expected));

  test('writes who it is and when', () =>
    expect(held(bare, 'ada@laptop', Date.UTC(2026, 0, 2, 3, 4, 5, 678)).spec).toEqual({
      holderIdentity: 'ada@laptop',
      leaseDurationSeconds: 30,
      renewTime: '2026-01-02T03:04:05.678000Z',
    }));
});

describe('somebody else’s lease', () => {
  const lease = held(bare, 'ada@laptop', 0);
  const seen = observed(null, lease, 100);

  test('is dead when nothing moved for as long as it lasts, whatever time is written in it', () => {
    expect(isExpired(seen, 30_100)).toBe(false);
    expect(isExpired(observed(seen, lease, 30_101), 30_101)).toBe(true);
  });

  test('lives anew with each renewal, and with each new holder', () => {
    expect(observed(seen, held(bare, 'ada@laptop', 5_000), 20_000).sinceMs).toBe(20_000);
    expect(observed(seen, held(bare, 'bob@desk', 0), 20_000).sinceMs).toBe(20_000);
  });

  test('may last as long as it says itself', () => {
    const short = { ...lease, spec: { ...(lease.spec as object), leaseDurationSeconds: 10 } };
    expect(isExpired(observed(null, short, 0), 10_001)).toBe(true);
  });
});

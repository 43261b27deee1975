import { describe, expect, test } from 'vitest';
import { type DrainOrder, graceSeconds, isNews, orderOf, readOrder, writeOrder } from './drain-order.ts';

const minute = 60_000;
const nowMs = Date.parse('2026-11-21T12:00:00Z');
const nothing = { policy: undefined, deadlineSeconds: undefined };
const standing = (policy: DrainOrder['policy'], minutesLeft: number): DrainOrder => ({
  policy,
  startedAtMs: nowMs - 10 * minute,
  deadlineAtMs: nowMs + minutesLeft * minute,
});
const start = { nowMs, standing: null, endsAtMs: null };

test('an order survives being written', () => {
  const order = standing('force', 5);
  expect(writeOrder(order)).toBe(
    '{"policy":"force","startedAt":"2026-11-21T11:50:00.000Z","deadlineAt":"2026-11-21T12:05:00.000Z"}',
  );
  expect(readOrder(writeOrder(order))).toEqual(order);
});

test.each([
  undefined,
  '',
  'true',
  '{}',
  '{"policy":"maybe","startedAt":"x"}',
  '{"policy":"wait","startedAt":"x"}',
])('what no drain wrote is no order: %s', (text) => expect(readOrder(text)).toBeNull());

describe('the order to follow', () => {
  test('two hours of waiting, where nothing is said', () =>
    expect(orderOf(nothing, start)).toEqual({
      policy: 'wait',
      startedAtMs: nowMs,
      deadlineAtMs: nowMs + 120 * minute,
    }));

  test('a second run goes on with the first one’s', () => {
    const first = standing('force', 20);
    expect(orderOf(nothing, { nowMs, standing: first, endsAtMs: first.deadlineAtMs })).toEqual(first);
  });

  test('waiting may turn to force, and keeps its start', () =>
    expect(
      orderOf(
        { policy: 'force', deadlineSeconds: 60 },
        { nowMs, standing: standing('wait', 90), endsAtMs: nowMs + 10_000 * minute },
      ),
    ).toEqual({ policy: 'force', startedAtMs: nowMs - 10 * minute, deadlineAtMs: nowMs + minute }));

  test.each([
    ['a later deadline', { policy: undefined, deadlineSeconds: 1800 }],
    ['waiting instead', { policy: 'wait' as const, deadlineSeconds: undefined }],
  ])('force cannot be taken back: %s is refused', (_what, wish) => {
    const asked = { nowMs, standing: standing('force', 20), endsAtMs: nowMs + 20 * minute };
    expect(() => orderOf(wish, asked)).toThrow(/at 2026-11-21T12:20:00.000Z at the latest/);
  });

  test('what somebody else has deleted ends when Kubernetes was told, and not later', () => {
    const asked = { nowMs, standing: null, endsAtMs: nowMs + 30 * minute };
    expect(() => orderOf({ policy: 'wait', deadlineSeconds: 3600 }, asked)).toThrow(/cannot put that off/);
    expect(orderOf({ policy: 'wait', deadlineSeconds: 600 }, asked).deadlineAtMs).toBe(nowMs + 10 * minute);
  });
});

describe('the time that Kubernetes is told', () => {
  test.each([
    ['force: what is left until the deadline', standing('force', 20), 1200],
    ['force: at least a second, so that the process ends first', standing('force', -3), 1],
    ['wait: a week, which is longer than any meeting', standing('wait', 1), 604_800],
  ])('%s', (_what, order, seconds) => expect(graceSeconds(order, nowMs)).toBe(seconds));

  test.each([
    ['nothing has begun', standing('wait', 1), null, null, true],
    ['waiting goes on', standing('wait', 1), standing('wait', 1), nowMs, false],
    ['force goes on', standing('force', 9), standing('force', 9), nowMs, false],
    ['force comes nearer', standing('force', 5), standing('force', 9), nowMs, true],
    ['waiting turns to force', standing('force', 5), standing('wait', 9), nowMs, true],
    ['force for what somebody else deleted', standing('force', 5), null, nowMs, true],
  ])('told again or not: %s', (_what, order, before, endsAtMs, expected) =>
    expect(isNews(order, { standing: before, endsAtMs })).toBe(expected),
  );
});

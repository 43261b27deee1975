import { expect, test } from 'vitest';
import { LineOrder } from './line-order.ts';
import type { ChatLine } from './messages.ts';

const line = (sequence: number): ChatLine => ({
  sequence,
  id: `id-${sequence}`,
  from: { userId: 'ada', name: 'Ada' },
  text: `line ${sequence}`,
  kind: 'text',
  sentAt: '2026-01-01T00:00:00.000Z',
});
const lines = (...sequences: number[]) => sequences.map(line);
const numbers = (given: ChatLine[]) => given.map(({ sequence }) => sequence);

test('lines come out in their order, each once, however they come in', () => {
  const order = new LineOrder();
  expect(order.start(3)).toEqual([]);
  expect(numbers(order.take(lines(5, 2)))).toEqual([]);
  expect(order.hasGap).toBe(true);
  expect(numbers(order.take(lines(4)))).toEqual([4, 5]);
  expect(numbers(order.take(lines(4, 5, 6)))).toEqual([6]);
  expect(order.hasGap).toBe(false);
  expect(order.delivered).toBe(6);
});

test('lines that come before it is known where the conversation stands wait for that', () => {
  const order = new LineOrder();
  expect(order.take(lines(7, 8, 10))).toEqual([]);
  expect(order.hasGap).toBe(false);
  expect(order.started).toBe(false);
  expect(numbers(order.start(7))).toEqual([8]);
  expect(order.hasGap).toBe(true);
});

test('a number that the database does not have is passed over', () => {
  const order = new LineOrder();
  order.start(0);
  order.take(lines(5));
  expect(numbers(order.takeRead(lines(2, 4)))).toEqual([2, 4, 5]);
  expect(order.takeRead([])).toEqual([]);
  expect(order.takeRead(lines(3))).toEqual([]);
});

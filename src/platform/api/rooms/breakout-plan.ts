import { randomUUID } from 'node:crypto';
import type { NewBreakout } from '../repositories/breakouts.ts';

/** The id of a breakout room begins as its parent's does: the first byte says in which bucket, and so where, a room lives. */
const breakoutIdFor = (parentId: string): string => parentId.slice(0, 2) + randomUUID().slice(2);

/** Breakout rooms of these names, with people dealt out one after the other: sizes differ by one at most. */
export function planBreakouts(
  parentId: string,
  names: readonly string[],
  people: readonly string[],
): NewBreakout[] {
  return names.map((name, index) => ({
    id: breakoutIdFor(parentId),
    name,
    assigned: people.filter((_, place) => place % names.length === index),
  }));
}

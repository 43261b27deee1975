import { expect, test } from 'vitest';
import {
  isHandedOver,
  isWaitingForMeetings,
  needsNode,
  type RolloutState,
  retiringNow,
} from './generation-rollout.ts';

const state = (
  wanted: number,
  newReady: number,
  newUnschedulable: number,
  oldServing: number,
  oldDraining: number,
): RolloutState => ({ wanted, newReady, newUnschedulable, oldServing, oldDraining });

test.each([
  ['nothing is new yet', state(10, 0, 0, 10, 0), 0],
  ['two spare nodes have taken two new ones', state(10, 2, 8, 10, 0), 2],
  ['those two drain, so nothing more begins', state(10, 2, 8, 8, 2), 0],
  ['one of their nodes was free at last', state(10, 3, 7, 8, 1), 1],
  ['no node is free: one has to begin', state(10, 0, 10, 10, 0), 1],
  ['and while it drains no other does', state(10, 0, 10, 9, 1), 0],
  ['the only one stays until another is ready', state(1, 0, 1, 1, 0), 0],
  ['then it goes', state(1, 1, 0, 1, 0), 1],
  ['the last old one goes for its node where new ones serve', state(4, 3, 1, 1, 0), 1],
  ['more were there than are wanted now', state(2, 1, 0, 5, 0), 4],
  ['all are new', state(10, 10, 0, 3, 7), 3],
])('%s', (_what, now, expected) => expect(retiringNow(now)).toBe(expected));

test('with one node and no free one, a node has to come from outside', () => {
  expect(needsNode(state(1, 0, 1, 1, 0))).toBe(true);
  expect(needsNode(state(1, 0, 0, 1, 0))).toBe(false);
  expect(needsNode(state(2, 0, 2, 2, 0))).toBe(false);
});

test('it is handed over when all are new and no old one takes rooms; meetings may still go on', () => {
  expect(isHandedOver(state(3, 3, 0, 0, 3))).toBe(true);
  expect(isHandedOver(state(3, 3, 0, 1, 2))).toBe(false);
  expect(isHandedOver(state(3, 2, 1, 0, 3))).toBe(false);
});

test.each([
  ['all that is new is ready, old meetings go on', state(2, 2, 0, 0, 2), true],
  ['what is missing waits for the nodes of those meetings', state(4, 1, 3, 3, 1), true],
  ['one is just starting', state(4, 1, 2, 3, 1), false],
  ['one more may go now', state(4, 2, 2, 3, 1), false],
  ['no meeting is left', state(2, 2, 0, 0, 0), false],
])('waits for meetings only: %s', (_what, now, expected) => expect(isWaitingForMeetings(now)).toBe(expected));

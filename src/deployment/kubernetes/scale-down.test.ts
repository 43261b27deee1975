import { describe, expect, test } from 'vitest';
import type { MediaPod } from './media-pod.ts';
import {
  deletionCosts,
  freedNodes,
  leavingOf,
  readReduction,
  requireSettled,
  stayingNodes,
  writeReduction,
} from './scale-down.ts';

const pod = (name: string, people: number | null, node = `node-${name}`): MediaPod => ({
  namespace: 'gomeet-media',
  name,
  uid: `uid-${name}`,
  node,
  generation: 'a',
  isReady: true,
  isUnschedulable: false,
  order: null,
  endsAtMs: null,
  occupancy: people === null ? null : { rooms: 1, people },
});
const leaving = (name: string, node = `node-${name}`) => ({ pod: name, uid: `uid-${name}`, node });
const pods = [pod('a', 500), pod('b', 12), pod('c', 300), pod('d', null)];

test('the emptiest leave; what is going already is not counted twice', () => {
  const names = (of: readonly MediaPod[], count: number) => leavingOf(of, count).map(({ name }) => name);
  expect(names(pods, 2)).toEqual(['b', 'c']);
  expect(names([...pods, { ...pod('e', 0), endsAtMs: 1 }], 1)).toEqual(['b']);
});

test('Kubernetes is told whom to take: people are the price, those who leave cost less than nothing', () =>
  expect([...deletionCosts(pods, [leaving('b')])]).toEqual([
    ['a', 500],
    ['b', -1_000_000],
    ['c', 300],
    ['d', 0],
  ]));

describe('a machine is free', () => {
  test('when nothing else is on it', () =>
    expect(freedNodes(pods, [leaving('b'), leaving('c')])).toEqual(['node-b', 'node-c']));

  test('and not while another media server shares it', () => {
    const sharing = [pod('a', 1, 'shared'), pod('b', 1, 'shared')];
    expect(freedNodes(sharing, [leaving('a', 'shared')])).toEqual([]);
    expect(freedNodes(sharing, [leaving('a', 'shared'), leaving('b', 'shared')])).toEqual(['shared']);
  });

  test('also after its pod has gone', () =>
    expect(freedNodes([pods[0] as MediaPod], [leaving('b')])).toEqual(['node-b']));

  test('of a pod that was on no node there is none', () =>
    expect(freedNodes([], [{ pod: 'x', uid: 'x', node: null }])).toEqual([]));
});

test('the nodes of the others stay', () =>
  expect(stayingNodes(pods, [leaving('b')])).toEqual(['node-a', 'node-c', 'node-d']));

describe('what was begun', () => {
  const begun = { to: 3, leaving: [leaving('b')] };

  test('is read as it was written, and gone with the last machine', () => {
    expect(readReduction(writeReduction(begun) ?? undefined)).toEqual(begun);
    expect(writeReduction({ to: 3, leaving: [] })).toBeNull();
    expect(readReduction(undefined)).toBeNull();
  });

  test('goes on with the same number, and stands against another', () => {
    expect(() => requireSettled(begun, 3)).not.toThrow();
    expect(() => requireSettled(null, 9)).not.toThrow();
    expect(() => requireSettled(begun, null)).toThrow('the reduction to 3 still goes on');
    expect(() => requireSettled(begun, 2)).toThrow('the reduction to 3 still goes on: b on node-b');
  });
});

import { expect, test } from 'vitest';
import { decide, fitFromBytes, fullBelowBytes, type Member } from './decide.ts';

const members: readonly Member[] = [
  { name: 'postgres-1', role: 'leader', state: 'running' },
  { name: 'postgres-2', role: 'replica', state: 'running' },
  { name: 'postgres-3', role: 'sync_standby', state: 'running' },
];
const roomy = 1024 ** 3;

/** @param free bytes of postgres-1, -2 and -3 */
const decided = (free: readonly (number | undefined)[], among = members) =>
  decide(among, (name) => free[Number(name.slice(-1)) - 1]);

test('a primary with room keeps its place, to the last byte of it', () => {
  expect(decided([fullBelowBytes, roomy, roomy])).toEqual({ act: 'nothing' });
});

test('a full primary hands over to the standby that has every commit, not to the other', () => {
  expect(decided([fullBelowBytes - 1, roomy, fitFromBytes])).toEqual({
    act: 'hand-over',
    from: 'postgres-1',
    to: 'postgres-3',
    freeBytes: fullBelowBytes - 1,
  });
});

test('of two such standbys the roomier one takes over', () => {
  const both = members.map((member) =>
    member.role === 'replica' ? { ...member, role: 'sync_standby' } : member,
  );
  expect(decided([0, roomy, fitFromBytes], both)).toMatchObject({ to: 'postgres-2' });
});

test('nobody is handed what he has no room for himself: two full disks would hand it to and fro', () => {
  expect(decided([0, roomy, fitFromBytes - 1])).toEqual({
    act: 'stay',
    primary: 'postgres-1',
    why: `postgres-3 has only ${fitFromBytes - 1} bytes left itself`,
  });
  // Where all three lie on one disk they are full together.
  expect(decided([0, 0, 0])).toMatchObject({ act: 'stay' });
});

test('a standby that does not follow just now is nobody to hand over to', () => {
  const stopped = members.map((member) =>
    member.role === 'sync_standby' ? { ...member, state: 'stopped' } : member,
  );
  expect(decided([0, roomy, roomy], stopped)).toEqual({
    act: 'stay',
    primary: 'postgres-1',
    why: 'no standby has every acknowledged commit',
  });
});

test('what cannot be seen decides nothing: no primary, or a disk that is not there', () => {
  expect(decided([0, 0, 0], members.slice(1))).toEqual({ act: 'nothing' });
  expect(decided([undefined, roomy, roomy])).toEqual({ act: 'nothing' });
  expect(decided([0, roomy, undefined])).toMatchObject({ act: 'stay' });
});

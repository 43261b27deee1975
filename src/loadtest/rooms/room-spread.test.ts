import { expect, test } from 'vitest';
import { roomSpread, roomTable } from './room-spread.ts';

const room = (number: number, change: { participantsReceiving?: number; packetsLost?: number } = {}) => ({
  room: number,
  name: `Load test ${number}`,
  participantsRequested: 4,
  participantsJoined: 4,
  participantsReceiving: 4,
  tracksExpected: 9,
  tracksReceived: 9,
  packetsExpected: 1000,
  packetsLost: 0,
  freezes: 0,
  outBitsPerSecond: 1e6,
  ...change,
});

test('the worst room is the one with people who miss something, then the one that lost most', () => {
  const rooms = [room(1), room(2, { packetsLost: 50 }), room(3, { participantsReceiving: 2 })];
  expect(roomTable(rooms).rows.map(([name]) => name)).toEqual(['Load test 3', 'Load test 2', 'Load test 1']);
  expect(roomSpread(rooms)).toMatchObject([
    { severity: 'warning', title: '1 of 3 rooms did not receive everything' },
  ]);
  expect(roomSpread(rooms)[0]?.evidence).toContain('"Load test 3": 2 of 4');
});

test('rooms that all received everything are said to, and a single room has no spread', () => {
  expect(roomSpread([room(1), room(2)])).toMatchObject([{ severity: 'info' }]);
  expect(roomSpread([room(1)])).toEqual([]);
});

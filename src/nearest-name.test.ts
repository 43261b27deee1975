import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['room', 'rooms', 'websocket', 'capacity'];

test.each([
  ['rom', 'room'],
  ['ROOM', 'room'],
  ['websokcet', 'websocket'],
  ['capacty', 'capacity'],
  ['sound', undefined],
  ['', undefined],
])('%j is nearest to %j', (typed, expected) => expect(nearestName(typed, names)).toBe(expected));

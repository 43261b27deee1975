import { expect, test } from 'vitest';
import { lossTables } from './loss-table.ts';

test('loss before repair is divided over the parts of the way, and what is left is not attributed', () => {
  const [table] = lossTables({
    counts: {
      packetsLostJoining: 7,
      packetsLostBeforeRepair: 100,
      packetsLostBeforeServerSent: 20,
      packetsLostOnTheWay: 70,
      packetsLostByGenerator: 5,
      packetsLost: 3,
    },
  });
  expect(table?.rows.map(([where, packets]) => [where, packets])).toEqual([
    ['Joining, until the hold', 7],
    ['Hold, before repair', 100],
    ['— before the server sent them', 20],
    ['— on the way from the server', 70],
    ['— not attributed', 10],
    ['In the generator', 5],
    ['Hold, after repair', 3],
  ]);
});

test('a run without loss has no such table', () =>
  expect(lossTables({ counts: { packetsLost: 0 } })).toEqual([]));

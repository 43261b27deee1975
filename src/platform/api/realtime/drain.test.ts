import { expect, test } from 'vitest';
import { productionPolicy } from '../policy.ts';
import { reconnectSpreadMs } from './drain.ts';

test.each([
  [0, 1000],
  [500, 1000],
  [2000, 4000],
  [12_500, 25_000],
  [50_000, 30_000],
])('%i clients come back spread over %i ms', (connections, spreadMs) => {
  expect(reconnectSpreadMs(connections, productionPolicy.webSocket)).toBe(spreadMs);
});

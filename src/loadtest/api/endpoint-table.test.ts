import { expect, test } from 'vitest';
import { Histogram } from '../../results/histogram.ts';
import { endpointTable } from './endpoint-table.ts';

const of = (valueUs: number, times: number) => {
  const histogram = new Histogram();
  histogram.add(valueUs, times);
  return histogram.toJson();
};

test('a row for each endpoint, the slowest first; the sum over all is none', () => {
  const { rows } = endpointTable({
    apiRequestUs: of(5000, 30),
    'apiRequestUs.join': of(5000, 20),
    'apiRequestUs.login': of(80_000, 10),
  });
  expect(rows).toEqual([
    ['login', 10, 80, 80, 80],
    ['join', 20, 5, 5, 5],
  ]);
});

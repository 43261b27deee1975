import { expect, test } from 'vitest';
import { calibrationRun } from '../../../tests/support/calibration-run.ts';
import { throughputAt } from '../usl.ts';
import { scalingOf } from './scaling.ts';

const law = { lambda: 210, sigma: 0.0004, kappa: 0.000006 };
const runs = (sizes: readonly number[]) =>
  sizes.map((participants) =>
    calibrationRun({
      participants,
      tracksOut: 7 * participants,
      packetsOut: throughputAt(law, participants),
      payloadBitsOut: 1e6 * participants,
      packetsIn: 200,
      cores: 0.3,
    }),
  );

test('rooms of one kind in five sizes give the law that made them, and the size from which more people get less', () => {
  const [curve, ...others] = scalingOf(runs([60, 120, 240, 360, 480]));
  expect(others).toEqual([]);
  expect(curve?.of).toBe('grid-25, cameras 2, microphones 1');
  expect(curve?.lambda).toBeCloseTo(law.lambda, 0);
  expect(curve?.kappa).toBeCloseTo(law.kappa, 7);
  // √((1 - 0.0004) / 0.000006) = 408.2
  expect(curve?.peakParticipants).toBe(408);
  expect(curve?.points.map(({ participants }) => participants)).toEqual([60, 120, 240, 360, 480]);
});

test('three sizes lie on a curve of three parameters whatever they are: nothing is said', () =>
  expect(scalingOf(runs([60, 120, 240]))).toEqual([]));

test('where the generator may have been the limit, a run is no point', () => {
  const [first, ...others] = runs([60, 120, 240, 360]);
  const gate = { id: 'cpu', title: 'CPU', passed: false, found: '93 %', needed: '80 %' };
  expect(scalingOf(first ? [{ ...first, gates: [gate] }, ...others] : [])).toEqual([]);
});

import { expect, test } from 'vitest';
import { apiPrior } from '../api-costs.ts';
import { mediaPrior } from '../media-prior.ts';
import { applyApiCalibration } from './apply-api-calibration.ts';
import { applyCalibration } from './apply-calibration.ts';
import type { CalibrationProfile, Fit } from './profile.ts';

const fitted = (costs: Record<string, number>, requests: number): Fit => ({
  costs: Object.fromEntries(
    Object.entries(costs).map(([term, value]) => [term, { value, standardError: null }]),
  ),
  dropped: [],
  rSquared: 0.99,
  leaveOneOutError: 0.06,
  runs: [
    {
      run: 'a',
      label: 'a',
      load: { requests },
      measured: 1,
      slowness: 1,
      predicted: 1,
      relativeError: 0,
      leftOut: null,
    },
  ],
});

const profile: CalibrationProfile = {
  schema: 'gomeet.calibration/v1',
  name: '2-core',
  machine: { cpuModel: 'AMD EPYC', cpus: 2, system: 'linux' },
  programs: {},
  asOf: '2026-11-21',
  media: {
    cpu: fitted({ idle: 0.02, packetsOut: 15e-6 }, 0),
    generator: fitted({ idle: 0.05 }, 0),
    memory: fitted({ idle: 60e6, participants: 4e5, tracksOut: 3e5 }, 0),
    join: { perJoin: { value: 0.016, standardError: 0.001 }, runs: 9 },
    heldOut: [],
    range: { participants: { low: 8, high: 100 }, packetsOut: { low: 500, high: 40_000 } },
  },
  scaling: [],
  api: fitted({ requests: 0.0025 }, 160),
  database: null,
};
const within = {
  participants: 50,
  tracksOut: 250,
  tracksIn: 6,
  packetsOut: 20_000,
  bitsOut: 1e8,
  packetsIn: 200,
};

test('inside the range the costs are measured, and err as runs left out did', () => {
  const { costs, outside } = applyCalibration(profile, within, mediaPrior());
  expect(outside).toEqual([]);
  expect(costs.perPacketOut).toMatchObject({ value: 15e-6, unit: 'core*s/packet', basis: 'measured' });
  expect(costs.perJoin).toMatchObject({ value: 0.016, basis: 'measured' });
  expect(costs.memoryPerTrack).toMatchObject({ value: 3e5, basis: 'measured' });
  expect(costs.relativeError.value).toBe(0.06);
  expect(costs.perPacketOut.sources[0]?.title).toContain('2-core');
});

test('a term that the fit dropped costs nothing, whatever the prior said of it', () =>
  expect(applyCalibration(profile, within, mediaPrior()).costs.perBitOut.value).toBe(0));

test('outside it they are extrapolated, and nothing says that they err by less than the prior', () => {
  const prior = mediaPrior();
  const { costs, outside } = applyCalibration(profile, { ...within, participants: 500 }, prior);
  expect(outside).toEqual(['participants 500, measured 8 to 100']);
  expect(costs.perPacketOut.basis).toBe('extrapolated');
  expect(costs.relativeError.value).toBe(prior.relativeError.value);
  expect(costs.perPacketOut.range).toBeUndefined();
});

test('of the API it replaces what the profile has, and leaves the rest assumed', () => {
  const costs = applyApiCalibration(profile, 100, apiPrior());
  expect(costs.perRequest).toMatchObject({ value: 0.0025, basis: 'measured' });
  expect(costs.perQuery).toEqual(apiPrior().perQuery);
  expect(applyApiCalibration(profile, 1000, apiPrior()).perRequest.basis).toBe('extrapolated');
});

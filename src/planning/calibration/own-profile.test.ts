import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { comparedWith } from './fit-costs.ts';
import { calibrationSchema } from './profile.ts';

const catalogue = new URL('../../../catalog/calibration/', import.meta.url);
const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(name, catalogue), 'utf8'));
const profile = calibrationSchema.parse(await read('amd-epyc-2-cores.json'));
const planned = (await read('media-runs.json')) as {
  readonly heldOut: readonly { readonly label: string }[];
};

test('the profile of our own machine predicts every room that no fit has seen within 10 %', () => {
  expect(profile.media.heldOut.map(({ label }) => label).toSorted()).toEqual(
    planned.heldOut.map(({ label }) => label).toSorted(),
  );
  for (const run of profile.media.heldOut) {
    const { relativeError } = comparedWith(profile.media.cpu, run, null);
    expect(relativeError, run.label).toBeCloseTo(run.relativeError, 6);
    expect(Math.abs(relativeError), run.label).toBeLessThan(0.1);
  }
});

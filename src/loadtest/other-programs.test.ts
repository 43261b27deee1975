import { expect, test } from 'vitest';
import { generatorResult, platformSamples } from '../../tests/support/generator-result.ts';
import { otherPrograms } from './other-programs.ts';

const samples = platformSamples();
const measured = { result: generatorResult(), samples, openFilesMax: null, processors: 2 };
const busy = platformSamples({ cpuPercent: samples.cpuPercent.map(([at]) => [at, 98] as const) });

// LiveKit's 80 % and the generator's 20 % of a core are 50 % of two cores: half of 98 % is a little less.
test('a host that platform and generator keep busy is theirs', () =>
  expect(otherPrograms({ ...measured, samples: busy })).toEqual([]));

test('a host that is busy with something else is told', () =>
  expect(otherPrograms({ ...measured, samples: busy, processors: 4 })).toMatchObject([
    {
      code: 'other-programs',
      evidence: 'In the hold 98 % of the CPU were in use, of which platform and generator used 25 %.',
    },
  ]));

test('where there is room for everyone nobody is in the way', () =>
  expect(otherPrograms({ ...measured, processors: 8 })).toEqual([]));

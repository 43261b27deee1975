import { expect, test } from 'vitest';
import { generatorResult, platformSamples } from '../../../tests/support/generator-result.ts';
import { sentCounts } from './sent-counts.ts';

const measured = (publishers: ReturnType<typeof generatorResult>['publishers']) => ({
  result: generatorResult({ publishers }),
  samples: platformSamples({}),
  openFilesMax: null,
  processors: 2,
});

test('adds up what every publisher sent on every layer', () => {
  const publishers = [
    {
      identity: 'load-1',
      tracks: [
        { kind: 'video', layer: 'low', packetsSent: 510, bytesSent: 490_000 },
        { kind: 'video', layer: 'high', packetsSent: 0, bytesSent: 0 },
        { kind: 'audio', layer: '', packetsSent: 1500, bytesSent: 120_000 },
      ],
    },
    { identity: 'load-2', tracks: [{ kind: 'video', layer: 'low', packetsSent: 490, bytesSent: 470_000 }] },
  ];
  expect(sentCounts(measured(publishers))).toEqual({ packetsSent: 2500, bytesSent: 1_080_000 });
});

test('says nothing of a run whose publishers are not known', () => {
  expect(sentCounts(measured([]))).toEqual({});
});

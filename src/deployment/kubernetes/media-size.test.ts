import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { keepMediaSize, keptSizeText } from './media-size.ts';

const livekit = (generation: string, replicas?: number, namespace = 'gomeet-media'): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `livekit-${generation}`, namespace },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    template: { metadata: { labels: { 'gomeet.io/generation': generation } } },
  },
});
const api: ClusterObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api-auth', namespace: 'gomeet' },
  spec: { replicas: 4, template: { metadata: { labels: {} } } },
};

describe('the number of media servers', () => {
  test('is the plan’s as long as there are none', () => {
    expect(keepMediaSize([livekit('a', 20)], [])).toEqual([livekit('a', 20)]);
    expect(keepMediaSize([livekit('a', 20)], [livekit('a', 0)])).toEqual([livekit('a', 20)]);
  });

  test('is what gomeet scale made of it, more or fewer', () => {
    expect(keepMediaSize([livekit('a', 20)], [livekit('a', 24)])).toEqual([livekit('a', 24)]);
    expect(keepMediaSize([livekit('a', 20)], [livekit('a', 16)])).toEqual([livekit('a', 16)]);
  });

  test('goes over to the next generation, also while the last is half emptied', () => {
    expect(keepMediaSize([livekit('b', 20)], [livekit('a', 24)])).toEqual([livekit('b', 24)]);
    expect(keepMediaSize([livekit('b', 20)], [livekit('a', 5), livekit('b', 24)])).toEqual([
      livekit('b', 24),
    ]);
    expect(keepMediaSize([livekit('a', 20)], [livekit('a', 5), livekit('b', 24)])).toEqual([
      livekit('a', 24),
    ]);
  });

  test('is no other platform’s, no other workload’s, and not there where an autoscaler owns it', () => {
    expect(keepMediaSize([livekit('a', 20)], [livekit('a', 3, 'staging-media')])).toEqual([livekit('a', 20)]);
    expect(keepMediaSize([api], [{ ...api, spec: { ...(api.spec as object), replicas: 9 } }])).toEqual([api]);
    expect(keepMediaSize([livekit('a')], [livekit('a', 24)])).toEqual([livekit('a')]);
  });
});

test('a number that is not followed is said, with the command that changes it', () => {
  expect(keptSizeText([api, livekit('a', 20)], [api, livekit('a', 24)])).toBe(
    'media servers stay 24, this deployment would have 20: gomeet scale media 20   changes that',
  );
  expect(keptSizeText([livekit('a', 20)], [livekit('a', 20)])).toBeNull();
});

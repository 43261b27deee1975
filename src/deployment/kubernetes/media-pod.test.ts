import { describe, expect, test } from 'vitest';
import {
  byEmptiness,
  isServing,
  type MediaPod,
  mediaPodOf,
  metricsPortOf,
  occupancyOf,
} from './media-pod.ts';

const pod = (name: string, change: Partial<MediaPod> = {}): MediaPod => ({
  namespace: 'gomeet-media',
  name,
  uid: name,
  node: `node-of-${name}`,
  generation: 'a',
  isReady: true,
  isUnschedulable: false,
  order: null,
  endsAtMs: null,
  occupancy: { rooms: 1, people: 2 },
  ...change,
});

describe('rooms and people', () => {
  test('come from LiveKit’s own page', () => {
    const page = [
      '# TYPE livekit_participant_total gauge',
      'livekit_participant_total{node_id="ND_1",node_type="SERVER"} 1120',
      'livekit_room_duration_seconds_count 7',
      'livekit_room_total{node_id="ND_1",node_type="SERVER"} 3',
    ].join('\n');
    expect(occupancyOf(page)).toEqual({ rooms: 3, people: 1120 });
  });

  test('are unknown where the page lacks them', () => {
    expect(occupancyOf('')).toBeNull();
    expect(occupancyOf('livekit_room_total 3')).toBeNull();
  });
});

test('a pod tells its node, generation, order and end', () =>
  expect(
    mediaPodOf(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'livekit-a-1',
          namespace: 'gomeet-media',
          uid: '1',
          labels: { 'gomeet.io/generation': 'a' },
          annotations: {
            'gomeet.io/drain':
              '{"policy":"wait","startedAt":"1970-01-01T00:00:01Z","deadlineAt":"1970-01-01T00:00:02Z"}',
          },
          deletionTimestamp: '1970-01-01T00:00:03Z',
        },
        spec: { nodeName: 'media-1' },
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      },
      null,
    ),
  ).toEqual({
    namespace: 'gomeet-media',
    name: 'livekit-a-1',
    uid: '1',
    node: 'media-1',
    generation: 'a',
    isReady: true,
    isUnschedulable: false,
    order: { policy: 'wait', startedAtMs: 1000, deadlineAtMs: 2000 },
    endsAtMs: 3000,
    occupancy: null,
  }));

test('its metrics are at the port that it names, else at LiveKit’s usual one', () => {
  const named = (ports: object[]) =>
    ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [{ ports }] } }) as const;
  expect(metricsPortOf(named([{ containerPort: 7880 }, { name: 'metrics', containerPort: 6790 }]))).toBe(
    6790,
  );
  expect(metricsPortOf(named([]))).toBe(6789);
});

test('the emptiest goes first: what is not ready, then the fewest people, last what does not tell', () => {
  const pods = [
    pod('silent', { occupancy: null }),
    pod('full', { occupancy: { rooms: 1, people: 500 } }),
    pod('two-rooms', { occupancy: { rooms: 2, people: 9 } }),
    pod('one-room', { occupancy: { rooms: 1, people: 9 } }),
    pod('broken', { isReady: false, occupancy: null }),
    pod('empty', { occupancy: { rooms: 0, people: 0 } }),
  ];
  expect(pods.sort(byEmptiness).map(({ name }) => name)).toEqual([
    'broken',
    'empty',
    'one-room',
    'two-rooms',
    'full',
    'silent',
  ]);
});

test('what is being deleted takes no new rooms', () => {
  expect(isServing(pod('a'))).toBe(true);
  expect(isServing(pod('a', { endsAtMs: 1 }))).toBe(false);
  expect(isServing(pod('a', { isReady: false }))).toBe(false);
});

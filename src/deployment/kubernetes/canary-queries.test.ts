import { expect, test } from 'vitest';
import { canaryQueries, type QuerySample, readingOf, traefikNames } from './canary-queries.ts';

const names = traefikNames('gomeet', ['api-meeting'], 8080);
const [stable = '', canary = ''] = [names.stable[0], names.canary[0]];
const sample = (metric: Record<string, string>, value: string): QuerySample => ({
  metric,
  value: [0, value],
});

test('both versions bear Traefik’s names', () =>
  expect(names).toEqual({
    stable: ['gomeet-api-meeting-8080@kubernetescrd'],
    canary: ['gomeet-api-meeting-canary-8080@kubernetescrd'],
  }));

test('asks for both in one span, and for no WebSocket’s duration', () =>
  expect(canaryQueries({ stable: ['a.b'], canary: ['c'] }, 90)).toEqual([
    String.raw`sum by (service, code) (increase(traefik_service_requests_total{service=~"a\\.b|c"}[90s]))`,
    String.raw`sum by (service, le) (increase(traefik_service_request_duration_seconds_bucket{service=~"a\\.b|c",protocol!="websocket"}[90s]))`,
  ]));

test('a reading counts what is its own, 5xx as errors, buckets in order', () => {
  const counts = [
    sample({ service: canary, code: '200' }, '99.7'),
    sample({ service: canary, code: '404' }, '4'),
    sample({ service: canary, code: '502' }, '2.2'),
    sample({ service: stable, code: '500' }, '50'),
  ];
  const latencies = [
    sample({ service: canary, le: '+Inf' }, '106'),
    sample({ service: canary, le: '0.3' }, '90.4'),
    sample({ service: stable, le: '0.3' }, '1'),
  ];
  expect(readingOf(names.canary, [counts, latencies])).toEqual({
    requests: 106,
    errors: 2,
    buckets: [
      { upToMs: 300, requests: 90 },
      { upToMs: Number.POSITIVE_INFINITY, requests: 106 },
    ],
  });
});

test('what Prometheus knows nothing of is empty', () =>
  expect(readingOf(['x'], [[], []])).toEqual({ requests: 0, errors: 0, buckets: [] }));

test('several services are one version', () =>
  expect(
    readingOf(
      ['a', 'b'],
      [
        [sample({ service: 'a', code: '200' }, '10'), sample({ service: 'b', code: '500' }, '5')],
        [
          sample({ service: 'a', le: '0.1' }, '9'),
          sample({ service: 'b', le: '0.1' }, '4'),
          sample({ service: 'a', le: '+Inf' }, '10'),
          sample({ service: 'b', le: '+Inf' }, '5'),
        ],
      ],
    ),
  ).toEqual({
    requests: 15,
    errors: 5,
    buckets: [
      { upToMs: 100, requests: 13 },
      { upToMs: Number.POSITIVE_INFINITY, requests: 15 },
    ],
  }));

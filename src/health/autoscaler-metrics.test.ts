import { expect, test } from 'vitest';
import { autoscalerCheck, metricsIn } from './autoscaler-metrics.ts';

test('names of metrics are found in an expression', () => {
  expect(metricsIn('sum by (name) (rate(http_requests_total{name="api"}[1m])) / on(pod) up > 1e6')).toEqual([
    'http_requests_total',
    'up',
  ]);
});

test('what a page that is silent may tell is not called missing; what is told is judged all the same', () => {
  const on = (name: string) =>
    autoscalerCheck([{ autoscaler: 'api', query: name }], new Set(['up']), ['api-2']);
  expect(on('websocket_connections_active')).toMatchObject({
    status: 'skipped',
    found: expect.stringContaining('api-2 does not tell its metrics'),
  });
  expect(on('up').status).toBe('ok');
});

test('without an autoscaler that asks Prometheus there is nothing to find well', () =>
  expect(autoscalerCheck([], new Set(['up'])).status).toBe('skipped'));

test('an autoscaler on a name that LiveKit does not tell fails, and the true one passes', () => {
  const known = new Set(['livekit_participant_total']);
  const onName = (name: string) => autoscalerCheck([{ autoscaler: 'livekit', query: `sum(${name})` }], known);
  expect(onName('livekit_participants_total')).toMatchObject({
    id: 'autoscaler-metrics',
    status: 'failed',
    found: 'livekit acts on livekit_participants_total, which nobody tells',
  });
  expect(onName('livekit_participant_total').status).toBe('ok');
});

import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('webhooks are counted from 0 on, so that the first of an event is an increase', async () => {
  const { registry } = createMetrics('api-1');
  const text = await registry.getSingleMetricAsString('gomeet_livekit_webhooks_total');
  expect(text).toContain('gomeet_livekit_webhooks_total{event="participant_joined",worker="api-1"} 0\n');
  expect(text).toContain('gomeet_livekit_webhooks_total{event="room_started",worker="api-1"} 0\n');
});

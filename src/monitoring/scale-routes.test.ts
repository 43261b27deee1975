import { expect, test } from 'vitest';
import { scaleRoutes } from './scale-routes.ts';

test('routes stay, receivers record, waits are divided', () => {
  const settings = {
    global: { slack_api_url_file: '/etc/receivers/slack-webhook-url' },
    route: {
      receiver: 'team',
      group_by: ['alertname'],
      group_wait: '30s',
      routes: [
        { matchers: ['severity = "none"'], receiver: 'heartbeat', group_wait: '0s', repeat_interval: '1m' },
      ],
    },
    inhibit_rules: [{ source_matchers: ['severity = "critical"'] }],
    receivers: [{ name: 'team', slack_configs: [] }, { name: 'heartbeat' }],
  };
  expect(scaleRoutes(settings, { recorderUrl: 'http://127.0.0.1:1', timeDivisor: 15 })).toEqual({
    global: { resolve_timeout: '5m' },
    route: {
      receiver: 'team',
      group_by: ['alertname'],
      group_wait: '2s',
      routes: [
        { matchers: ['severity = "none"'], receiver: 'heartbeat', group_wait: '0s', repeat_interval: '4s' },
      ],
    },
    inhibit_rules: [{ source_matchers: ['severity = "critical"'] }],
    receivers: [
      { name: 'team', webhook_configs: [{ url: 'http://127.0.0.1:1/team', send_resolved: true }] },
      { name: 'heartbeat', webhook_configs: [{ url: 'http://127.0.0.1:1/heartbeat', send_resolved: true }] },
    ],
  });
});

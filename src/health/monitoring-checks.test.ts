import { expect, test } from 'vitest';
import { certificateChecks } from './certificates-check.ts';
import { monitoringChecks } from './monitoring-checks.ts';

const look = {
  targets: { data: { activeTargets: [{ health: 'up', labels: { instance: 'a' } }] } },
  rules: { data: { groups: [{ name: 'g', rules: [{ name: 'Down', health: 'ok' }] }] } },
  alerts: { data: { alerts: [{ state: 'firing', labels: { alertname: 'Watchdog' } }] } },
  alertmanager: { config: { original: 'receivers:\n- name: x\n  webhook_configs:\n  - url: http://x' } },
};

test('all is seen, judged and told', () =>
  expect(monitoringChecks(look).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']));

test('a silent target, a broken rule, no receiver and a firing alert each warn and say so', () => {
  const checks = monitoringChecks({
    targets: { data: { activeTargets: [{ health: 'down', labels: { instance: 'livekit:6789' } }] } },
    rules: {
      data: { groups: [{ name: 'g', rules: [{ name: 'Down', health: 'err', lastError: 'parse error' }] }] },
    },
    alerts: {
      data: {
        alerts: [
          {
            state: 'firing',
            labels: { alertname: 'ServiceDown' },
            annotations: { runbook: 'docs/runbooks/service-down.md' },
          },
        ],
      },
    },
    alertmanager: { config: { original: 'receivers:\n- name: nobody' } },
  });
  expect(checks.map(({ status, found }) => `${status}: ${found}`)).toEqual([
    'warning: silent: livekit:6789',
    'warning: Down: parse error',
    'warning: has no receiver: nobody is told',
    'warning: firing: ServiceDown',
  ]);
  expect(checks.at(-1)?.hint).toBe('read docs/runbooks/service-down.md');
});

test.each([
  [40, 'ok'],
  [13, 'warning'],
  [2, 'failed'],
  [-1, 'failed'],
] as const)('a certificate with %i days left is %s', (days, status) => {
  const now = Date.parse('2026-11-21T00:00:00Z');
  expect(certificateChecks([{ name: 'x', endsAt: now + days * 86_400_000 }], now)[0]?.status).toBe(status);
});

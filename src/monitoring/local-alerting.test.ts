/** What profile `ha` watches for: the shipped rules at its own size. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { postgresSettings } from '../local/service-settings.ts';
import { localAlerting } from './local-alerting.ts';
import { localLimits, planGroup, planGroupName } from './plan-limits.ts';
import { RuleFileSchema } from './rule-file.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const alerting = localAlerting(projectRoot);
const groups = Object.values(alerting.ruleFiles).flatMap((text) => RuleFileSchema.parse(parse(text)).groups);
const alert = (name: string) =>
  groups.flatMap(({ rules }) => rules).find((rule) => rule.alert === name) ?? expect.fail(name);

test('thresholds are those of its own plan', () => {
  expect(groups.find(({ name }) => name === planGroupName)).toEqual(planGroup(localLimits));
});

test('spans of time are a fifth, and no window is shorter than four scrapes or 20 s', () => {
  expect(alerting.scrapeIntervalMs).toBe(3_000);
  expect(alert('ServiceDown').for).toBe('12s');
  expect(alert('InstanceDown').for).toBe('36s');
  expect(alert('RuleFails').expr).toContain('[60s]');
  const windows = groups
    .flatMap(({ rules }) => rules)
    .flatMap(({ expr }) => [...expr.matchAll(/\[(\d+)s\]/g)].map(([, seconds]) => Number(seconds)));
  expect(Math.min(...windows)).toBe(20);
});

test('what people are owed stays: latencies, ratios, texts', () => {
  expect(alert('SlowResponses').expr).toBe('gomeet:http_latency_seconds:p95_5m > 0.2');
  expect(alert('NodeMemory').expr).toBe('gomeet:node_memory:ratio > 0.8');
  expect(alert('ServiceDown').annotations?.runbook).toBe('docs/runbooks/service-down.md');
});

test('every receiver is the recorder, in fifths of the waits', () => {
  const settings = parse(alerting.routes('http://127.0.0.1:1')) as {
    route: { group_wait: string; group_interval: string };
    receivers: { name: string; webhook_configs: { url: string }[] }[];
    inhibit_rules: unknown[];
  };
  expect(settings.route).toMatchObject({ group_wait: '6s', group_interval: '60s' });
  expect(settings.receivers.map(({ webhook_configs }) => webhook_configs[0]?.url)).toEqual(
    settings.receivers.map(({ name }) => `http://127.0.0.1:1/${name}`),
  );
  expect(settings.inhibit_rules.length).toBeGreaterThan(0);
});

test('its plan says what its services are set to', () => {
  const pooler = readFileSync(`${projectRoot}/src/local/ha/pgbouncer.ts`, 'utf8');
  expect(pooler).toContain(`'max_client_conn = ${localLimits.poolerConnections}'`);
  expect(postgresSettings(0).max_connections).toBe(String(localLimits.databaseConnections));
});

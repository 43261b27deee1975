/** Each alert: what it says, and that it fires above its threshold, not below, and falls silent. Prometheus' own tool judges. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AlertCase, dataCases, edgeCases, mediaCases, platformCases } from './alert-cases.ts';
import { promtoolTimeline } from './promtool-timeline.ts';
import { monitoringFolder, repository, shippedAlerts, shippedFiles } from './shipped-rules.ts';

const cases = [...platformCases, ...mediaCases, ...dataCases, ...edgeCases];
const groups = [...shippedFiles.values()].flatMap((file) => file.groups);
const folder = mkdtempSync(join(tmpdir(), 'gomeet-promtool-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('each alert has its case, but for the one that always fires', () => {
  const names = shippedAlerts.map(({ alert }) => alert);
  expect(cases.map(({ alert }) => alert).sort()).toEqual(names.filter((name) => name !== 'Watchdog').sort());
});

test.each(shippedAlerts)('$alert says how bad it is, what it saw and where to read on', (rule) => {
  expect(rule.labels?.severity).toMatch(/^(none|warning|critical)$/);
  expect(rule.annotations?.summary).toMatch(/\S+ \S+/);
  expect(rule.annotations?.runbook).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
  expect(existsSync(join(repository, rule.annotations?.runbook ?? ''))).toBe(true);
});

/** Alerts whose finding is that something is not there: there is no figure to tell. */
const withoutFigure = [
  'CircuitBreakerOpen',
  'InstanceDown',
  'PodUnschedulable',
  'PoolersDown',
  'PrometheusConfiguration',
  'RedisAppendOnlyFile',
  'ServiceDown',
  'ServiceMissing',
  'Watchdog',
];

test('every other alert tells its figure', () => {
  const silent = shippedAlerts.filter(({ annotations }) => !annotations?.summary?.includes('$value'));
  expect(silent.map(({ alert }) => alert).sort()).toEqual(withoutFigure);
});

/** The plan, what is recorded, and the one group that has the alert: the others would only be evaluated for nothing. */
function judge(tested: AlertCase): string {
  const rule = shippedAlerts.find(({ alert }) => alert === tested.alert);
  const group = groups.find(({ rules }) => rules.some(({ alert }) => alert === tested.alert));
  if (rule === undefined || group === undefined) throw new Error(`no rule for ${tested.alert}`);
  const written = (name: string, content: object): string => {
    // JSON is YAML too.
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const ruleFiles = [
    ...['plan.yml', 'recording.yml'].map((file) => join(monitoringFolder, 'rules', file)),
    written(`${tested.alert}-rule.yml`, { groups: [{ ...group, rules: [rule] }] }),
  ];
  const fixed = {
    labels: rule.labels ?? {},
    runbook: rule.annotations?.runbook ?? '',
    group: group.name,
  };
  const file = written(`${tested.alert}.yml`, promtoolTimeline(ruleFiles, tested, fixed));
  try {
    return execFileSync('promtool', ['test', 'rules', file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}

describe('just below, just above, below again', { tags: ['slow'] }, () => {
  test.each(cases)('$alert', (tested) => {
    expect(judge(tested)).toContain('SUCCESS');
  });
});

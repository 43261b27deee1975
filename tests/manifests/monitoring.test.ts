/** Rules and dashboards ask for what is there; rules fire when they should; Prometheus, Alertmanager and PgBouncer read their settings. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricsIn } from '../../src/health/autoscaler-metrics.ts';
import { knownMetrics } from './metric-names.ts';

const components = fileURLToPath(new URL('../../manifests/components', import.meta.url));
const overlays = fileURLToPath(new URL('../../manifests/overlays', import.meta.url));
const tests = fileURLToPath(new URL('rules', import.meta.url));
const ruleFiles = readdirSync(join(components, 'monitoring/rules')).map((file) =>
  join(components, 'monitoring/rules', file),
);

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const rules = ruleFiles.flatMap((file) =>
  (parse(readFileSync(file, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  ),
);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const known = new Set([...(await knownMetrics()), ...rules.flatMap(({ record }) => record ?? [])]);

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
const dashboards = ['system', 'application', 'webrtc', 'infrastructure'].map((name) => ({
  name,
  board: JSON.parse(readFileSync(join(components, `dashboards/${name}.json`), 'utf8')) as {
    uid: string;
    panels: Panel[];
  },
}));

test('rules ask for metrics that a program tells', () => {
  for (const { alert, record, expr } of rules)
    for (const name of metricsIn(expr)) expect([...known], `${alert ?? record}: ${name}`).toContain(name);
});

test.each(dashboards)('the dashboard $name asks for metrics that a program tells', ({ board }) => {
  for (const { title, targets = [] } of board.panels)
    for (const name of targets.flatMap(({ expr }) => metricsIn(expr)))
      expect([...known], `${title}: ${name}`).toContain(name);
});

test.each(dashboards)('the panels of $name lie beside one another', ({ board }) => {
  const ids = board.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(board.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});

test('each KPI that is watched warns at its target and pages at its critical value', () => {
  const kpis = [...new Set(alerts.flatMap(({ labels }) => labels?.kpi ?? []))].sort();
  const wanted =
    'api-response-p95 cpu database-query-p95 memory redis-memory sfu-bandwidth-per-room video-latency websocket-connections';
  expect(kpis).toEqual(wanted.split(' '));
  for (const kpi of kpis) {
    const severities = alerts
      .filter(({ labels }) => labels?.kpi === kpi)
      .map(({ labels }) => labels?.severity);
    expect(severities.sort(), kpi).toEqual(['critical', 'warning']);
  }
});

/** Debian's programs know no discovery by Kubernetes: the scrape jobs are checked without it. */
function withoutDiscovery(text: string): string {
  const settings = parse(
    text.replaceAll(/\$\{NAMESPACE\}/g, 'gomeet').replaceAll(/\$\{POD_NAME\}/g, 'prometheus-0'),
  ) as {
    alerting: { alertmanagers: Record<string, unknown>[] };
    scrape_configs: Record<string, unknown>[];
  };
  for (const job of [...settings.alerting.alertmanagers, ...settings.scrape_configs]) {
    delete job.kubernetes_sd_configs;
    delete job.authorization;
  }
  return JSON.stringify(settings);
}

describe('programs read their settings', { tags: ['slow'] }, () => {
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { encoding: 'utf8' });

  test('promtool: the rules', () => {
    expect(run('promtool', 'check', 'rules', ...ruleFiles)).not.toContain('FAILED');
  });

  test.each(readdirSync(tests))('promtool: alerts fire and are silent as %s says', (file) => {
    expect(run('promtool', 'test', 'rules', join(tests, file))).toContain('SUCCESS');
  });

  test.each([join(components, 'monitoring/prometheus.yml'), join(overlays, 'test/parts/prometheus.yml')])(
    'promtool: %s',
    (file) => {
      const folder = mkdtempSync(join(tmpdir(), 'gomeet-prometheus-'));
      try {
        const written = join(folder, 'prometheus.yml');
        writeFileSync(written, withoutDiscovery(readFileSync(file, 'utf8')));
        expect(run('promtool', 'check', 'config', '--syntax-only', written)).toContain('SUCCESS');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test('amtool: who hears of what', () => {
    const file = join(components, 'monitoring/alertmanager.yml');
    expect(run('amtool', 'check-config', file)).toContain('SUCCESS');
    const route = (...labels: string[]): string =>
      run('amtool', 'config', 'routes', 'test', `--config.file=${file}`, ...labels).trim();
    expect(route('severity=critical', 'alertname=ServiceDown')).toBe('emergency');
    expect(route('severity=warning', 'alertname=NodeCpu')).toBe('team');
    expect(route('severity=warning', 'team=business')).toBe('business');
    expect(route('severity=critical', 'team=business')).toBe('business,emergency');
    expect(route('severity=none', 'alertname=Watchdog')).toBe('heartbeat');
  });
});

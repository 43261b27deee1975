import { z } from 'zod';
import type { CheckResult } from './check.ts';
import { checkOf, skippedCheck } from './check-of.ts';

/** What Prometheus and Alertmanager say of themselves; null where one does not answer. */
export interface MonitoringLook {
  readonly targets: unknown;
  readonly rules: unknown;
  readonly alerts: unknown;
  readonly alertmanager: unknown;
}

const targetsBody = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({ health: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
    ),
  }),
});
const rulesBody = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })),
      }),
    ),
  }),
});
const alertsBody = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        state: z.string(),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
    ),
  }),
});
const alertmanagerBody = z.object({ config: z.object({ original: z.string() }) });

const ids = ['metrics-targets', 'alert-rules', 'alertmanager-tells', 'alerts-firing'];

/** @param why set where there is no monitoring at all */
export const noMonitoring = (why: string): CheckResult[] => ids.map((id) => skippedCheck(id, why));

/** Whether everything is seen, judged and told. */
export function monitoringChecks({ targets, rules, alerts, alertmanager }: MonitoringLook): CheckResult[] {
  return [targetsCheck(targets), rulesCheck(rules), alertmanagerCheck(alertmanager), firingCheck(alerts)];
}

const silent = { status: 'warning', found: 'Prometheus does not answer' } as const;

function targetsCheck(body: unknown): CheckResult {
  const needed = 'every target answers: what is not seen raises no alert';
  const parsed = targetsBody.safeParse(body);
  if (!parsed.success) return checkOf('metrics-targets', 'Prometheus’ targets', { ...silent, needed });
  const all = parsed.data.data.activeTargets;
  const down = all.filter(({ health }) => health === 'down').map(({ labels }) => nameIn(labels));
  const isWell = down.length === 0 && all.length > 0;
  return checkOf('metrics-targets', 'Prometheus’ targets', {
    status: isWell ? 'ok' : 'warning',
    found: down.length > 0 ? `silent: ${down.sort().join(', ')}` : `${all.length} watched`,
    needed,
  });
}

const nameIn = (labels: Readonly<Record<string, string>>): string =>
  labels.pod ?? labels.instance ?? labels.job ?? 'unnamed';

function rulesCheck(body: unknown): CheckResult {
  const needed = 'rules are loaded, and each can be evaluated';
  const parsed = rulesBody.safeParse(body);
  if (!parsed.success) return checkOf('alert-rules', 'alert rules', { ...silent, needed });
  const rules = parsed.data.data.groups.flatMap((group) => group.rules);
  const broken = rules.filter(({ health }) => health === 'err');
  return checkOf('alert-rules', 'alert rules', {
    status: rules.length === 0 || broken.length > 0 ? 'warning' : 'ok',
    found:
      broken.length > 0
        ? broken.map(({ name, lastError = 'no reason given' }) => `${name}: ${lastError}`).join('; ')
        : `${rules.length} loaded`,
    needed,
  });
}

function alertmanagerCheck(body: unknown): CheckResult {
  const parsed = alertmanagerBody.safeParse(body);
  const hasReceiver = parsed.success && /_configs:/.test(parsed.data.config.original);
  return checkOf('alertmanager-tells', 'Alertmanager', {
    status: hasReceiver ? 'ok' : 'warning',
    found: !parsed.success ? 'does not answer' : hasReceiver ? 'answers' : 'has no receiver: nobody is told',
    needed: 'it answers and has a receiver',
  });
}

/** Fires all the time, so that its silence tells somebody outside that alerts do not get through. */
const heartbeat = 'Watchdog';

function firingCheck(body: unknown): CheckResult {
  const needed = 'nothing to warn of';
  const parsed = alertsBody.safeParse(body);
  if (!parsed.success) return checkOf('alerts-firing', 'alerts', { ...silent, needed });
  const firing = parsed.data.data.alerts.filter(
    ({ state, labels }) => state === 'firing' && labels.alertname !== heartbeat,
  );
  const names = [...new Set(firing.map(({ labels }) => labels.alertname ?? 'unnamed'))].sort();
  const runbook = firing.find(({ annotations }) => annotations.runbook !== undefined)?.annotations.runbook;
  return checkOf('alerts-firing', 'alerts', {
    status: names.length > 0 ? 'warning' : 'ok',
    found: names.length > 0 ? `firing: ${names.join(', ')}` : 'none fires',
    needed,
    ...(runbook === undefined || names.length === 0 ? {} : { hint: `read ${runbook}` }),
  });
}

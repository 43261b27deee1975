import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Connections } from '../../adapters/local-target.ts';
import type { Context } from '../../context.ts';
import { type AutoscalerQuery, autoscalerCheck } from '../autoscaler-metrics.ts';
import type { CheckResult } from '../check.ts';
import { monitoringChecks, noMonitoring } from '../monitoring-checks.ts';
import { queriesOf, type ScaledObject } from '../scaled-object.ts';

type MonitoringNeeds = Pick<Context, 'getJson' | 'scrape' | 'projectRoot'>;

export const monitoringIds = [
  'metrics-targets',
  'alert-rules',
  'alertmanager-tells',
  'alerts-firing',
  'autoscaler-metrics',
];

/** Asks Prometheus and Alertmanager, and the programs themselves for the metrics that autoscalers of the manifests act on. */
export async function checkMonitoring(
  ctx: MonitoringNeeds,
  connections: Connections,
): Promise<CheckResult[]> {
  const { ha } = connections;
  const seen =
    ha === undefined
      ? noMonitoring('no Prometheus in this profile; gomeet deploy --profile ha has one')
      : monitoringChecks({
          targets: await bodyOf(ctx, `${ha.prometheusUrl}/api/v1/targets?state=active`),
          rules: await bodyOf(ctx, `${ha.prometheusUrl}/api/v1/rules?type=alert`),
          alerts: await bodyOf(ctx, `${ha.prometheusUrl}/api/v1/alerts`),
          alertmanager: await bodyOf(ctx, `${ha.alertmanagerUrl}/api/v2/status`),
        });
  return [...seen, await autoscalers(ctx, connections)];
}

const bodyOf = async (ctx: Pick<Context, 'getJson'>, url: string): Promise<unknown> =>
  ctx.getJson(url).then(
    ({ body }) => body,
    () => null,
  );

/** The names on every metrics page, and whose page does not answer. */
async function autoscalers(
  ctx: MonitoringNeeds,
  { livekit, ha, apiAdminUrls }: Connections,
): Promise<CheckResult> {
  const pages = [
    ...(ha?.livekit ?? [{ name: 'livekit', metricsUrl: livekit.metricsUrl }]),
    ...apiAdminUrls.map((url, index) => ({ name: `api-${index + 1}`, metricsUrl: `${url}/metrics` })),
  ];
  const read = await Promise.all(
    pages.map(async ({ name, metricsUrl }) => ({
      name,
      samples: await ctx.scrape(metricsUrl).catch(() => undefined),
    })),
  );
  const told = new Set(read.flatMap(({ samples = [] }) => samples.map((sample) => sample.name)));
  const silent = read.flatMap(({ name, samples }) => (samples === undefined ? [name] : []));
  return autoscalerCheck(await readAutoscalers(ctx.projectRoot), told, silent);
}

/** The queries of the autoscalers that gomeet deploys. */
async function readAutoscalers(projectRoot: string): Promise<AutoscalerQuery[]> {
  const folder = join(projectRoot, 'manifests/components/autoscaling');
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith('.yaml') && name !== 'kustomization.yaml',
  );
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => queriesOf(parse(text) as ScaledObject));
}

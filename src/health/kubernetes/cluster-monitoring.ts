import type { Cluster } from '../../adapters/cluster.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { autoscalerCheck } from '../autoscaler-metrics.ts';
import type { CheckResult } from '../check.ts';
import { skippedCheck } from '../check-of.ts';
import { monitoringChecks, noMonitoring } from '../monitoring-checks.ts';
import { queriesOf, type ScaledObject } from '../scaled-object.ts';

/** What Prometheus and Alertmanager say of themselves, and whether the autoscalers' metrics exist there. */
export async function checkClusterMonitoring(
  cluster: Pick<Cluster, 'proxy' | 'types' | 'list'>,
  { platform, media }: Namespaces,
  nowMs: number,
): Promise<CheckResult[]> {
  const ask = async (name: string, port: number, path: string): Promise<unknown> => {
    const answer = await cluster
      .proxy({ kind: 'services', namespace: platform, name, port }, path)
      .catch(() => null);
    return answer?.status === 200 ? answer.body : null;
  };
  const [targets, rules, alerts, names, alertmanager] = await Promise.all([
    ask('prometheus', 9090, '/api/v1/targets?state=active'),
    ask('prometheus', 9090, '/api/v1/rules?type=alert'),
    ask('prometheus', 9090, '/api/v1/alerts'),
    // What was told lately: names of what has long ended stay known for as long as its data are kept.
    ask('prometheus', 9090, `/api/v1/label/__name__/values?start=${Math.floor(nowMs / 1000) - 3600}`),
    ask('alertmanager', 9093, '/api/v2/status'),
  ]);
  const seen =
    rules === null
      ? noMonitoring('not asked: Prometheus does not answer')
      : monitoringChecks({ targets, rules, alerts, alertmanager });
  // Whether its targets answer was asked with the programs' own answers.
  const others = seen.filter(({ id }) => id !== 'metrics-targets');
  return [...others, await autoscalers(cluster, [platform, media], names)];
}

async function autoscalers(
  cluster: Pick<Cluster, 'types' | 'list'>,
  namespaces: readonly string[],
  names: unknown,
): Promise<CheckResult> {
  const type = (await cluster.types()).find(
    ({ apiVersion, kind }) => apiVersion.startsWith('keda.sh/') && kind === 'ScaledObject',
  );
  if (type === undefined)
    return skippedCheck('autoscaler-metrics', 'no KEDA in this cluster: nothing scales by itself');
  const known = (names as { data?: readonly string[] } | null)?.data;
  if (known === undefined) return skippedCheck('autoscaler-metrics', 'not asked: Prometheus does not answer');
  const listed = await Promise.all(namespaces.map((namespace) => cluster.list(type, { namespace })));
  const queries = listed.flat().flatMap((object) => queriesOf(object as unknown as ScaledObject));
  return autoscalerCheck(queries, new Set(known));
}

/** What KEDA asks Prometheus: a query that selects nothing gives no number, and nothing would scale by it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricsIn } from '../../src/health/autoscaler-metrics.ts';
import { knownMetrics } from './metric-names.ts';
import { podsOf } from './pods.ts';
import { renderBase } from './render.ts';

interface Trigger {
  readonly type: string;
  readonly metadata: { readonly query: string; readonly serverAddress: string };
}

const settings = parse(readFileSync('manifests/components/monitoring/prometheus.yml', 'utf8')) as {
  scrape_configs: { job_name: string; relabel_configs: { target_label?: string }[] }[];
};
/** What every series of a pod bears, by the job that reads pods. */
const podLabels = settings.scrape_configs
  .filter(({ job_name }) => job_name === 'pods')
  .flatMap(({ relabel_configs }) => relabel_configs.map(({ target_label }) => target_label));
const known = await knownMetrics();

describe.each([
  ['production', 'gomeet', ['autoscaling']],
  ['staging', 'gomeet-staging', ['autoscaling', 'staging']],
] as const)('KEDA in %s', (_name, namespace, components) => {
  const objects = renderBase(...components);
  const names = podsOf(objects).map(({ labels }) => labels['app.kubernetes.io/name']);
  const queries = objects
    .filter(({ kind }) => kind === 'ScaledObject')
    .flatMap(({ metadata, spec }) =>
      (spec as { triggers: Trigger[] }).triggers
        .filter(({ type }) => type === 'prometheus')
        .map((trigger) => [metadata.name, trigger.metadata] as const),
    );

  test('asks for metrics that a program tells, by labels that they bear', () => {
    expect(queries.map(([name]) => name).sort()).toEqual([
      'api-auth',
      'api-chat',
      'api-meeting',
      'api-signaling',
      'livekit',
    ]);
    for (const [name, { query }] of queries) {
      for (const metric of metricsIn(query)) expect([...known], name).toContain(metric);
      for (const [, label = '', value] of query.matchAll(/[{,]\s*(\w+)="([^"]*)"/g)) {
        expect(podLabels, name).toContain(label);
        if (label === 'app') expect(names, name).toContain(value);
      }
    }
  });

  test('asks the Prometheus of its own environment, which knows no other', () => {
    for (const [name, { serverAddress }] of queries)
      expect(serverAddress, name).toBe(`http://prometheus.${namespace}.svc:9090`);
  });
});

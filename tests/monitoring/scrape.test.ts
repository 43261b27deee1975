/** Names, labels and values that rules, dashboards and autoscalers ask for, held against what real programs were seen to tell. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricsIn } from '../../src/health/autoscaler-metrics.ts';
import { queriesOf, type ScaledObject } from '../../src/health/scaled-object.ts';
import { repository, shippedRules } from './shipped-rules.ts';

const scrapes = ['local.txt', 'ha.txt'].map((file) =>
  readFileSync(join(repository, 'tests/monitoring/scrapes', file), 'utf8'),
);
const recorded = scrapes
  .join('')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => /^(\w+)\{(.*)\} /.exec(line) ?? expect.fail(line))
  .map(([, name = '', labels = '']) => ({ name, labels: labels.split(',') }));
const recordedNames = new Set(recorded.map(({ name }) => name));

/** Programs that no platform outside Kubernetes has; tests/manifests/metrics says where their names are from. */
const onlyOnKubernetes = /^(kube_|kubelet_|container_|traefik_|barman_|cnpg_pg_database_size_bytes$)/;
/** Told by Prometheus of its targets, and what rules record. */
const byPrometheus = (name: string): boolean =>
  ['up', 'ALERTS'].includes(name) || shippedRules.some(({ record }) => record === name);

const components = join(repository, 'manifests/components');
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(components, folder))
    .filter((name) => name.endsWith(ending) && name !== 'kustomization.yaml')
    .map((name) => readFileSync(join(components, folder, name), 'utf8'));

interface Dashboard {
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}
const asked = [
  ...shippedRules.map(({ alert, record, expr }) => ({ rule: alert ?? record ?? '', expr })),
  ...filesIn('dashboards', '.json')
    .map((text) => JSON.parse(text) as Dashboard)
    .flatMap(({ title: board, panels }) =>
      panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => ({ rule: `${board}: ${title}`, expr })),
      ),
    ),
  ...filesIn('autoscaling', '.yaml')
    .flatMap((text) => queriesOf(parse(text) as ScaledObject))
    .map(({ autoscaler, query }) => ({ rule: `autoscaler ${autoscaler}`, expr: query })),
];

test.each(asked)('$rule asks for series that were seen', ({ expr }) => {
  const unseen = metricsIn(expr).filter(
    (name) => !byPrometheus(name) && !onlyOnKubernetes.test(name) && !recordedNames.has(name),
  );
  expect(unseen).toEqual([]);
});

/** Labels that prometheus.yml gives to whatever a pod tells. */
const discovered = ['app', 'component', 'generation', 'job', 'namespace', 'node', 'pod', 'pool'];
/** Labels of which the recording keeps the value. */
const kept = ['state', 'direction', 'role', 'mode'];

test.each(asked.filter(({ expr }) => expr.includes('{')))(
  '$rule asks for labels that were seen',
  ({ expr }) => {
    for (const [, name = '', matchers = ''] of expr.matchAll(/([a-z_]\w*)\{([^}]*)\}/g)) {
      const seen = recorded.filter((series) => series.name === name).flatMap(({ labels }) => labels);
      if (seen.length === 0) continue;
      for (const [, label = '', operator = '', value = ''] of matchers.matchAll(
        /(\w+)(!?[=~]{1,2})"([^"]*)"/g,
      )) {
        // What discovery adds is not the program's.
        if (discovered.includes(label)) continue;
        const wanted = kept.includes(label) && operator === '=' ? `${label}="${value}"` : label;
        expect(seen.map((name) => (wanted.includes('"') ? name : name.split('=')[0]))).toContain(wanted);
      }
    }
  },
);

test('LiveKit tells livekit_participant_total; the plan’s livekit_participants_total is told by the API alone', () => {
  const toldBy = (name: string): string[] =>
    readFileSync(join(repository, 'tests/monitoring/scrapes/local.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`))
      .map((line) => line.split('} ')[1] ?? '');
  expect(toldBy('livekit_participant_total')).toEqual(['livekit']);
  expect(toldBy('livekit_room_total')).toEqual(['livekit']);
  expect(toldBy('livekit_participants_total')).toEqual(['api']);
});

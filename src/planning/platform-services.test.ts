import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { servicePods } from './platform-services.ts';

interface Container {
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: { readonly cpu: string; readonly memory: string } };
}

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec: Pod };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pod } } };
  };
}

interface Pod {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

const sets = new Map([...servicePods(true), ...servicePods(false)].map((set) => [set.name, set]));
const cores = (text: string): number =>
  text.endsWith('m') ? Number.parseInt(text, 10) / 1000 : Number(text);

/** What the pods of a manifest ask for, with those sidecars that run as long as the pod. */
function written(file: string, kind: string): { pods: number; cores: number; mebibytes: number } {
  const text = readFileSync(new URL(`../../manifests/${file}`, import.meta.url), 'utf8');
  const all = parseAllDocuments(text).map((each) => each.toJS() as Written);
  const { spec } = all.find((each) => each.kind === kind) as Written;
  const pod = (spec.template ?? spec.jobTemplate?.spec.template)?.spec as Pod;
  const sidecars = (pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const requests = [...pod.containers, ...sidecars].map(({ resources }) => resources?.requests);
  return {
    pods: spec.replicas ?? 1,
    cores: requests.reduce((sum, each) => sum + cores(each?.cpu ?? '0'), 0),
    mebibytes: requests.reduce((sum, each) => sum + Number.parseInt(each?.memory ?? '0', 10), 0),
  };
}

describe('what runs beside the sized workloads', () => {
  test.each([
    ['pooler', 'components/pooler/deployment.yaml', 'Deployment', 1],
    ['redis-sentinel', 'components/redis-sentinel/sentinel.yaml', 'StatefulSet', 1],
    ['kube-state-metrics', 'components/exporters/kube-state-metrics.yaml', 'Deployment', 1],
    ['external-dns', 'components/dns/external-dns.yaml', 'Deployment', 1],
    ['redis-exporter', 'components/redis-managed/exporter.yaml', 'Deployment', 1],
    ['migration', 'base/platform/migrations.yaml', 'Job', 1],
    ['backup-jobs', 'components/backup/postgres-check.yaml', 'CronJob', 2],
  ])('%s asks for what its manifest says', (name, file, kind, alike) => {
    const set = sets.get(name);
    const asked = written(file, kind);
    expect(set?.pods.value).toBe(asked.pods * alike);
    expect(set?.cores.value).toBeCloseTo(asked.cores, 6);
    expect((set?.memory.value ?? 0) / 2 ** 20).toBe(asked.mebibytes);
  });

  test('has Sentinel and the operators of databases only where databases run in the cluster', () => {
    const names = (isManaged: boolean): string[] => servicePods(isManaged).map(({ name }) => name);
    expect(names(true)).not.toContain('redis-sentinel');
    expect(names(false)).toEqual(
      expect.arrayContaining(['redis-sentinel', 'cloudnative-pg', 'barman-cloud']),
    );
  });
});

import type { PodSet } from './api-capacity.ts';
import { fixed } from './prior-quantity.ts';
import type { Source } from './quantity.ts';

/** What runs beside the sized workloads. Each is small; together they are what a lost node's pods no longer find room for. */
interface Service {
  readonly name: string;
  readonly title: string;
  /** Folder of the manifests that state what it asks for. */
  readonly folder: string;
  readonly pods: number;
  /** Of all containers of a pod. */
  readonly cores: number;
  readonly mebibytes: number;
  readonly isStateful?: boolean;
}

const always: readonly Service[] = [
  // PgBouncer 500m and 128 MiB, its exporter 10m and 32 MiB.
  { name: 'pooler', title: 'the pooler', folder: 'components/pooler', pods: 2, cores: 0.51, mebibytes: 160 },
  {
    name: 'cert-manager',
    title: 'cert-manager: controller, webhook, injector',
    folder: 'components/operators/cert-manager',
    ...{ pods: 3, cores: 0.01, mebibytes: 64 },
  },
  {
    name: 'kube-state-metrics',
    title: 'kube-state-metrics',
    folder: 'components/exporters',
    ...{ pods: 1, cores: 0.05, mebibytes: 128 },
  },
  { name: 'migration', title: 'a migration', folder: 'base/platform', pods: 1, cores: 0.1, mebibytes: 128 },
];

const managed: readonly Service[] = [
  {
    name: 'external-dns',
    title: 'external-dns',
    folder: 'components/dns',
    pods: 1,
    cores: 0.02,
    mebibytes: 64,
  },
  {
    name: 'redis-exporter',
    title: 'the exporter of a managed Redis',
    folder: 'components/redis-managed',
    ...{ pods: 1, cores: 0.01, mebibytes: 32 },
  },
];

const selfHosted: readonly Service[] = [
  {
    name: 'redis-sentinel',
    title: 'Redis Sentinel',
    folder: 'components/redis-sentinel',
    ...{ pods: 3, cores: 0.05, mebibytes: 64, isStateful: true },
  },
  {
    name: 'cloudnative-pg',
    title: 'the operator of PostgreSQL',
    folder: 'components/operators/cloudnative-pg',
    ...{ pods: 1, cores: 0.1, mebibytes: 100 },
  },
  {
    name: 'barman-cloud',
    title: 'the plugin that backs PostgreSQL up',
    folder: 'components/operators/barman-cloud',
    ...{ pods: 1, cores: 0.01, mebibytes: 64 },
  },
  {
    name: 'backup-jobs',
    title: 'the jobs of backups',
    folder: 'components/backup',
    ...{ pods: 2, cores: 0.1, mebibytes: 128 },
  },
];

/** The pods of everything that no load sizes. Node-exporter is among the pods of the system, which each node keeps room for. */
export function servicePods(isManaged: boolean): readonly PodSet[] {
  return [...always, ...(isManaged ? managed : selfHosted)].map(podsOf);
}

function podsOf({ name, title, folder, pods, cores, mebibytes, isStateful = false }: Service): PodSet {
  const source: Source = { title: `manifests/${folder}`, confidence: 'high' };
  const of = (what: string): string => `${what} of ${title}`;
  return {
    name,
    pool: 'worker',
    pods: fixed(`services.${name}.pods`, of('pods'), 'pod', pods, [source]),
    cores: fixed(`services.${name}.cores`, of('CPU that a pod asks for,'), 'core/pod', cores, [source]),
    memory: fixed(
      `services.${name}.memory`,
      of('memory that a pod asks for,'),
      'byte/pod',
      mebibytes * 2 ** 20,
      [source],
    ),
    isStateful,
  };
}

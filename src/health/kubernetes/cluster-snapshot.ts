import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** What answered over HTTP within the cluster. */
export interface Answer {
  readonly pod: string;
  readonly status: number;
  readonly body: unknown;
}

interface Targets {
  readonly watched: number;
  readonly silent: readonly string[];
}

/** A cluster at one moment, as far as the health of a platform goes. Everything is judged from this one look. */
export interface ClusterSnapshot {
  readonly context: string;
  readonly version: string;
  readonly nodes: readonly ClusterObject[];
  /** Deployments, StatefulSets, DaemonSets, PostgreSQL clusters and volume claims of both namespaces. */
  readonly workloads: readonly ClusterObject[];
  readonly pods: readonly ClusterObject[];
  /** `GET /readyz` of every running API pod. */
  readonly apiAnswers: readonly Answer[];
  /** `GET /` of every running media server: 406 is LiveKit's word for having lost Redis. */
  readonly mediaAnswers: readonly Answer[];
  /** How many targets Prometheus has, and which do not answer it; null when Prometheus does not answer us. */
  readonly targets: Targets | null;
}

export const nameOf = ({ metadata }: ClusterObject): string =>
  metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name;

/** `api`, `media`, `data`, `edge`, `monitoring`, `backup`; of the pods where the workload itself does not say. */
export function componentOf(object: ClusterObject): string | null {
  const label = 'app.kubernetes.io/component';
  const { template } = (object.spec ?? {}) as {
    template?: { metadata?: { labels?: Readonly<Record<string, string>> } };
  };
  return object.metadata.labels?.[label] ?? template?.metadata?.labels?.[label] ?? null;
}

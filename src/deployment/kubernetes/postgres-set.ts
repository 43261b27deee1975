import type { ClusterObject } from '../../adapters/cluster-object.ts';

interface PostgresSpec {
  readonly instances?: number;
  readonly resources?: object;
  readonly priorityClassName?: string;
  readonly storage?: StorageSpec;
  readonly walStorage?: StorageSpec;
  readonly affinity?: {
    readonly nodeSelector?: object;
    readonly tolerations?: readonly object[];
    readonly podAntiAffinityType?: 'preferred' | 'required';
    readonly topologyKey?: string;
  };
}
interface StorageSpec {
  readonly size?: string;
  readonly storageClass?: string;
}

/** The pods that the operator makes of a Cluster, as a StatefulSet that the scheduler's controllers know. */
export function postgresSet(object: ClusterObject): ClusterObject {
  const { name, namespace = 'default' } = object.metadata;
  const spec = object.spec as PostgresSpec;
  const labels = { 'cnpg.io/cluster': name };
  const restricted = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const claims = [claimOf('pgdata', spec.storage), claimOf('pgwal', spec.walStorage)].filter(
    (claim) => claim !== null,
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace },
    spec: {
      replicas: spec.instances ?? 1,
      serviceName: name,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'postgres',
              image: 'postgres',
              resources: spec.resources ?? {},
              securityContext: restricted,
            },
          ],
          ...(spec.priorityClassName === undefined ? {} : { priorityClassName: spec.priorityClassName }),
          ...(spec.affinity?.nodeSelector === undefined ? {} : { nodeSelector: spec.affinity.nodeSelector }),
          ...(spec.affinity?.tolerations === undefined ? {} : { tolerations: spec.affinity.tolerations }),
          affinity: { podAntiAffinity: antiAffinity(spec, labels) },
        },
      },
      volumeClaimTemplates: claims,
    },
  };
}

function antiAffinity({ affinity = {} }: PostgresSpec, matchLabels: object): object {
  const { podAntiAffinityType = 'preferred', topologyKey = 'kubernetes.io/hostname' } = affinity;
  const term = { topologyKey, labelSelector: { matchLabels } };
  return podAntiAffinityType === 'required'
    ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
    : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] };
}

function claimOf(name: string, storage: StorageSpec | undefined): object | null {
  if (storage === undefined) return null;
  return {
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storage.storageClass === undefined ? {} : { storageClassName: storage.storageClass }),
      resources: { requests: { storage: storage.size ?? '1Gi' } },
    },
  };
}

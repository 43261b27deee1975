import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { canaryQueries, readingOf, traefikNames } from './canary-queries.ts';
import { weightsPatch } from './canary-weights.ts';
import { queryPrometheus } from './query-prometheus.ts';
import type { CanaryPorts } from './roll-out-gradually.ts';

export interface CanaryService {
  readonly namespace: string;
  /** Name of the Service and of the TraefikService that weighs it, such as `api-meeting`. */
  readonly service: string;
  readonly port: number;
}

/** The gateway and Prometheus of a cluster, as a gradual rollout of one API role needs them. */
export function canaryOfService(
  cluster: Cluster,
  { namespace, service, port }: CanaryService,
  promote: () => Promise<void>,
): CanaryPorts {
  const key = { apiVersion: 'traefik.io/v1alpha1', kind: 'TraefikService', namespace, name: service };
  const names = traefikNames(namespace, service, port);
  return {
    async setShare(percent) {
      const weights = await cluster.get(key);
      if (weights === null)
        throw new GomeetError(`there is no TraefikService ${namespace}/${service} to give shares by`, {
          exitCode: ExitCode.prerequisite,
          code: 'no-gateway',
          hint: 'deploy once without --canary: it brings the gateway',
        });
      await cluster.mergePatch(key, weightsPatch(weights, service, percent));
    },
    async read(spanSeconds) {
      const answers = await Promise.all(
        canaryQueries(names, spanSeconds).map((query) => queryPrometheus(cluster, namespace, query)),
      );
      return { canary: readingOf(names.canary, answers), stable: readingOf(names.stable, answers) };
    },
    promote,
  };
}

import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { canaryQueries, readingOf, traefikNames } from './canary-queries.ts';
import { weightsPatch } from './canary-weights.ts';
import { queryPrometheus } from './query-prometheus.ts';
import type { CanaryPorts } from './roll-out-gradually.ts';

interface Services {
  readonly namespace: string;
  /** Names of Services and of the TraefikServices that weigh them, such as `api-meeting`: all move together. */
  readonly services: readonly string[];
  readonly port: number;
}

/** The gateway and Prometheus of a cluster, as a gradual rollout needs them. */
export function canaryGateway(
  cluster: Cluster,
  { namespace, services, port }: Services,
): Pick<CanaryPorts, 'setShare' | 'read'> {
  const names = traefikNames(namespace, services, port);
  return {
    async setShare(percent) {
      for (const service of services) await shareOut(cluster, { namespace, service, percent });
    },
    async read(spanSeconds) {
      const answers = await Promise.all(
        canaryQueries(names, spanSeconds).map((query) => queryPrometheus(cluster, namespace, query)),
      );
      return { canary: readingOf(names.canary, answers), stable: readingOf(names.stable, answers) };
    },
  };
}

async function shareOut(
  cluster: Cluster,
  { namespace, service, percent }: { namespace: string; service: string; percent: number },
): Promise<void> {
  const key = { apiVersion: 'traefik.io/v1alpha1', kind: 'TraefikService', namespace, name: service };
  const weights = await cluster.get(key);
  if (weights === null)
    throw new GomeetError(`there is no TraefikService ${namespace}/${service} to give shares by`, {
      exitCode: ExitCode.prerequisite,
      code: 'no-gateway',
      hint: 'deploy once without --canary: it brings the gateway',
    });
  await cluster.mergePatch(key, weightsPatch(weights, service, percent));
}

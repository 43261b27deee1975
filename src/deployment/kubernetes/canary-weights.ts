import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

interface Weighted {
  readonly name: string;
  readonly port?: number | string;
  readonly weight?: number;
}

/**
 * The weights of a TraefikService that send a share of the requests to `<service>-canary`, as a merge patch.
 *
 * @param percent 0 to 100
 * @throws GomeetError (usage) for a TraefikService that does not weigh the service
 */
export function weightsPatch(weights: ClusterObject, service: string, percent: number): object {
  const { weighted } = (weights.spec ?? {}) as { weighted?: { services?: readonly Weighted[] } };
  const services = weighted?.services ?? [];
  const stable = services.find(({ name }) => name === service);
  if (stable === undefined)
    throw new GomeetError(`TraefikService ${weights.metadata.name} does not weigh the service ${service}`, {
      exitCode: ExitCode.usage,
      code: 'no-weights',
      hint: 'manifests/components/traefik/weights.yaml shows how',
    });
  const canary = `${service}-canary`;
  const others = services.filter(({ name }) => name !== service && name !== canary);
  const shares = [
    { ...stable, weight: 100 - percent },
    // Without requests it is left out: Traefik would keep asking for a Service that may be gone.
    ...(percent === 0 ? [] : [{ ...stable, name: canary, weight: percent }]),
  ];
  return { spec: { weighted: { services: [...shares, ...others] } } };
}

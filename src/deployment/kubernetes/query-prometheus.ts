import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { QuerySample } from './canary-queries.ts';

interface Answer {
  readonly status?: string;
  readonly error?: string;
  /** Of the API server, where it cannot reach Prometheus. */
  readonly message?: string;
  readonly data?: { readonly result: readonly QuerySample[] };
}

/**
 * Asks the platform's own Prometheus for the value of an expression at this moment.
 *
 * @throws GomeetError (critical) when it does not answer or refuses the expression
 */
export async function queryPrometheus(
  cluster: Pick<Cluster, 'proxy'>,
  namespace: string,
  expression: string,
): Promise<readonly QuerySample[]> {
  const { status, body } = await cluster.proxy(
    { kind: 'services', namespace, name: 'prometheus', port: 9090 },
    `/api/v1/query?${new URLSearchParams({ query: expression })}`,
  );
  const answer = body as Answer | string | null;
  if (status === 200 && typeof answer === 'object' && answer?.data !== undefined) return answer.data.result;
  const said =
    typeof answer === 'string' ? answer.trim() : (answer?.error ?? answer?.message ?? 'no reason given');
  throw new GomeetError(`Prometheus in namespace ${namespace} answers HTTP ${status}: ${said}`, {
    exitCode: ExitCode.critical,
    code: 'prometheus-unavailable',
    hint: `kubectl get pods -n ${namespace} -l app.kubernetes.io/name=prometheus`,
  });
}

import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Health } from '../../health/check-health.ts';
import { awaitGateway } from '../../health/kubernetes/ask-gateway.ts';
import { type CallNeeds, checkCall } from '../../health/kubernetes/check-call.ts';
import { gatewayCheck } from '../../health/kubernetes/gateway-check.ts';
import { publicUrlOf } from '../../health/kubernetes/public-url.ts';

interface Place {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** For the gateway to answer under its name: name servers and certificates may take minutes. */
  readonly timeoutMs: number;
}

/**
 * The end of a deployment: the gateway answers where people look for it, and two of them meet.
 *
 * @throws GomeetError (timeout) when the gateway does not answer, (critical) when the call does not come about
 */
export async function endInCall(ctx: CallNeeds, { cluster, namespace, timeoutMs }: Place): Promise<Health> {
  const { signal } = ctx;
  const apiUrl = await publicUrlOf(cluster, namespace);
  const answer = apiUrl === undefined ? null : await awaitGateway(ctx, apiUrl, { timeoutMs, signal });
  const gateway = gatewayCheck(answer);
  if (apiUrl === undefined || gateway.status === 'failed')
    throw new GomeetError(
      `everything is ready, but ${gateway.title} does not answer: ${gateway.found}${await addresses(cluster, namespace)}`,
      {
        exitCode: ExitCode.timeout,
        code: 'gateway-silent',
        hint: 'make the name lead there and run the same command again: it goes on here; --skip-call leaves the call out',
      },
    );
  const step = ctx.progress.step('two people meet through the gateway');
  const health = await checkCall(ctx, { cluster, namespace, apiUrl, below: [] }).catch((error: unknown) => {
    step.fail();
    throw error;
  });
  const failed = health.checks.filter(({ status }) => status === 'failed');
  if (failed.length === 0) {
    step.succeed(health.checks.at(-1)?.found);
    return health;
  }
  step.fail();
  const reasons = failed.map(({ title, found }) => `${title}: ${found}`).join('; ');
  throw new GomeetError(`everything is ready, but no call came about: ${reasons}`, {
    exitCode: ExitCode.critical,
    code: 'call-failed',
    hint: `gomeet health-check --target kubernetes   tries again; the report: ${health.finished.reportPath}`,
  });
}

const SERVICE: ResourceType = {
  apiVersion: 'v1',
  kind: 'Service',
  resource: 'services',
  namespaced: true,
  verbs: [],
};

/** Where a name has to lead; the provider gives a load balancer its address after minutes. */
async function addresses(cluster: Cluster, namespace: string): Promise<string> {
  const balancers = (await cluster.list(SERVICE, { namespace })).filter(
    ({ spec }) => (spec as { type?: string }).type === 'LoadBalancer',
  );
  return balancers
    .map((service) => `; load balancer ${service.metadata.name}: ${addressOf(service)}`)
    .join('');
}

function addressOf({ status }: ClusterObject): string {
  const { loadBalancer = {} } = (status ?? {}) as {
    loadBalancer?: { ingress?: readonly { ip?: string; hostname?: string }[] };
  };
  const found = (loadBalancer.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  return found.join(', ') || 'no address yet';
}

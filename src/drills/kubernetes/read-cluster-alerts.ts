import { z } from 'zod';
import type { Cluster } from '../../adapters/cluster.ts';
import type { AlertsSeen } from '../drill-ground.ts';
import { alertsSince } from './alert-spans.ts';

/** As often as Prometheus judges its rules on a small platform. */
const stepSeconds = 5;

const answerBody = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

/** The alerts that Prometheus in the cluster has had firing since a fault. Where it does not answer the reason stands in their place. */
export async function readClusterAlerts(
  cluster: Pick<Cluster, 'proxy'>,
  namespace: string,
  { faultMs, endMs }: { readonly faultMs: number; readonly endMs: number },
): Promise<AlertsSeen> {
  const query = new URLSearchParams({
    query: 'ALERTS{alertstate="firing"}',
    // A step before the fault, so that what fires already is told from what begins.
    start: String(faultMs / 1000 - stepSeconds),
    end: String(endMs / 1000),
    step: String(stepSeconds),
  });
  const unknown = (why: string): AlertsSeen => ({
    alerts: [],
    reason: `not known: Prometheus in ${namespace} ${why}`,
  });
  try {
    const { status, body } = await cluster.proxy(
      { kind: 'services', namespace, name: 'prometheus', port: 9090 },
      `/api/v1/query_range?${query}`,
    );
    const answer = answerBody.safeParse(body);
    if (status !== 200 || !answer.success) return unknown(`answered HTTP ${status}`);
    return { alerts: alertsSince(answer.data.data.result, { faultMs, endMs, stepSeconds }), reason: null };
  } catch (error) {
    return unknown(`cannot be asked: ${(error as Error).message}`);
  }
}

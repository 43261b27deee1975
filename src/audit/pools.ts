import type { NodePoolClaims, WorkloadClaims } from './audited-cluster.ts';
import type { AuditedPlan } from './audited-plan.ts';
import { CPU_TARGET, NETWORK_TARGET } from './facts.ts';

/** The first claim of a fact: what the plan says in the place that is named first. */
export const first = <Value>(claims: readonly { readonly is: Value }[]): Value | undefined => claims[0]?.is;

/** Share of the cores, and of the network card, that a media node may use. */
export const cpuTargetOf = ({ media }: AuditedPlan): number => first(media.cpuTarget) ?? CPU_TARGET;
export const networkTargetOf = ({ media }: AuditedPlan): number =>
  first(media.networkTarget) ?? NETWORK_TARGET;

/** Machines that pods run on, each pool with its pods. A workload that names no pool runs on the workers. */
export function poolsWithPods({ pools, workloads }: AuditedPlan): readonly {
  readonly pool: NodePoolClaims;
  readonly pods: readonly WorkloadClaims[];
}[] {
  const schedulable = pools.filter(({ role }) => role !== 'control-plane');
  const usual = schedulable.find(({ role }) => role === 'worker')?.id;
  return schedulable.map((pool) => ({
    pool,
    pods: workloads.filter((workload) => (workload.pool ?? usual) === pool.id),
  }));
}

/** The pool that the media servers run on: their own, or the one that they share. */
export const mediaPool = (plan: AuditedPlan): NodePoolClaims | undefined =>
  poolsWithPods(plan).find(({ pods }) => pods.some(({ part }) => part === 'media'))?.pool;

/** Workloads that an autoscaler changes. */
export const autoscaled = ({ workloads }: AuditedPlan): readonly WorkloadClaims[] =>
  workloads.filter(({ autoscaler }) => autoscaler !== undefined);

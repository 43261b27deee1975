import type { PlanDocument, Workload } from '../../planning/plan.ts';

/** Size of the volume of each pod, in GiB; null where the plan gives that workload none. */
export function storageGibOf({ lines }: PlanDocument, { name, replicas }: Workload): number | null {
  const value = (id: string): number | undefined => lines[id]?.value;
  if (name === 'prometheus') {
    // The plan's line is of all replicas, each of which keeps everything.
    const all = value('monitoring.storage');
    return all === undefined || replicas === 0 ? null : all / replicas;
  }
  if (name === 'postgres') {
    const database = value('data.postgres.storage');
    return database === undefined ? null : database * (value('data.copies-per-instance') ?? 1);
  }
  return null;
}

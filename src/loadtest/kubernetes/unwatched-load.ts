import type { KpiId } from '../../results/kpi.ts';
import type { Finding } from '../../results/run.ts';
import type { Load } from '../load.ts';

/** KPIs whose evidence gomeet samples on the machine of a local platform. */
const watchedOnly: ReadonlySet<KpiId> = new Set([
  'cpu-utilization',
  'memory-utilization',
  'redis-memory',
  'database-query-time-p95',
  'api-memory-per-connection',
]);

const notWatched: Finding = {
  code: 'platform-not-watched',
  severity: 'info',
  title: 'Only the generators’ side was measured',
  evidence:
    'The load came from pods and gomeet did not watch the platform: CPU, memory, Redis and database are out of scope, and so is a step of a node’s clock.',
  advice: 'Set this run beside what the platform’s own monitoring shows for the same minutes.',
};

/** A load on a platform that gomeet reaches through its address only: it is judged by what the generators see. */
export function unwatchedLoad({ limits: _ofThisMachine, ...load }: Load): Load {
  return {
    ...load,
    method: [
      ...load.method,
      'The generators were pods of a cluster: each had a share of the load that no other had, all began at one moment agreed before, and their results were merged bucket by bucket.',
    ],
    kpis: load.kpis.filter((id) => !watchedOnly.has(id)),
    findings: (outcome) => [...(load.findings?.(outcome) ?? []), notWatched],
  };
}

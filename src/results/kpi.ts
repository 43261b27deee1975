import type { Kpi } from './kpi-definition.ts';
import { API_KPIS } from './kpis-api.ts';
import { BROWSER_KPIS } from './kpis-browser.ts';
import { BUSINESS_KPIS } from './kpis-business.ts';
import { CHURN_KPIS } from './kpis-churn.ts';
import { DRILL_KPIS } from './kpis-drills.ts';
import { PLATFORM_KPIS } from './kpis-platform.ts';
import { ROOM_KPIS } from './kpis-room.ts';
import { WEBSOCKET_KPIS } from './kpis-websocket.ts';

/**
 * Every KPI. This file and those it imports are free of node: and npm imports, because k6 scenarios take their
 * thresholds from here and k6 resolves neither.
 */
export const KPIS = [
  ...PLATFORM_KPIS,
  ...ROOM_KPIS,
  ...BROWSER_KPIS,
  ...CHURN_KPIS,
  ...WEBSOCKET_KPIS,
  ...API_KPIS,
  ...DRILL_KPIS,
  ...BUSINESS_KPIS,
] as const;

/** The ids, as a type: a scope that names a KPI that does not exist fails to compile. */
export type KpiId = (typeof KPIS)[number]['id'];

/** The table of the deployment guide, G01 to G08: what the platform is held to while it runs, and every load test by F05. */
export const OPERATING_KPIS = [
  'websocket-connections',
  'api-response-time-p95',
  'video-latency-p95',
  'sfu-bandwidth-per-room',
  'database-query-time-p95',
  'redis-memory',
  'cpu-utilization',
  'memory-utilization',
] as const satisfies readonly KpiId[];
export type OperatingKpi = (typeof OPERATING_KPIS)[number];

/** The KPI with this id. */
export function kpiById(id: KpiId): Kpi {
  const found = KPIS.find((kpi) => kpi.id === id);
  if (found === undefined) throw new RangeError(`no KPI has the id "${id}"`);
  return found;
}

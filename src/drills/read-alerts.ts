import { alertsFiredSince } from '../monitoring/fired-alerts.ts';
import type { FiredAlert } from './drill-result.ts';
import type { DrillNeeds, DrillObservation } from './run-drill.ts';

/** The alerts that Alertmanager sent since the fault, with their delay. The profile lean has no Alertmanager. */
export async function readAlerts(ctx: DrillNeeds, { fault }: DrillObservation): Promise<FiredAlert[]> {
  const { wallMs } = fault;
  const connections = await (await ctx.localTarget()).connections().catch(() => undefined);
  const file = connections?.ha?.alertRecorderFile;
  if (file === undefined || wallMs === null) return [];
  return alertsFiredSince(file, wallMs).map(({ name, severity, firedAt, resolvedAt }) => ({
    name,
    severity,
    afterMs: firedAt - wallMs,
    resolvedAfterMs: resolvedAt === null ? null : resolvedAt - wallMs,
  }));
}

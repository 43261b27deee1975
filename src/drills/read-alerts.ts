import type { Context } from '../context.ts';
import { alertsFiredSince } from '../monitoring/fired-alerts.ts';
import type { FaultRecord } from './carry-out-steps.ts';
import type { AlertsSeen } from './drill-ground.ts';

/** The alerts that Alertmanager sent since the fault, with their delay. The profile lean has no Alertmanager. */
export async function readAlerts(
  ctx: Pick<Context, 'localTarget'>,
  { wallMs }: FaultRecord,
): Promise<AlertsSeen> {
  const connections = await (await ctx.localTarget()).connections().catch(() => undefined);
  const file = connections?.ha?.alertRecorderFile;
  if (file === undefined) return { alerts: [], reason: 'there is no Alertmanager here' };
  if (wallMs === null) return { alerts: [], reason: 'no fault took place' };
  const alerts = alertsFiredSince(file, wallMs).map(({ name, severity, firedAt, resolvedAt }) => ({
    name,
    severity,
    afterMs: firedAt - wallMs,
    resolvedAfterMs: resolvedAt === null ? null : resolvedAt - wallMs,
  }));
  return { alerts, reason: null };
}

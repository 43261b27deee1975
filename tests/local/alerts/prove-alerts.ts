import { until } from '../local-gomeet.ts';
import type { AlertFault, Watched } from './alert-fault.ts';
import { awaitFiring, awaitSilence, notifiedAfter, type Told } from './fired.ts';

/**
 * Breaks, waits for the alerts, mends, waits for silence.
 *
 * @throws Error that names the alerts that did not fire, or that still do
 */
export async function proveAlerts<Platform extends Watched>(
  platform: Platform,
  { alerts, begin }: AlertFault<Platform>,
  withinSeconds: number,
): Promise<Told[]> {
  // An earlier fault may have touched them too.
  await awaitSilence(platform, alerts, Date.now(), withinSeconds);
  const beganMs = Date.now();
  const mend = await begin(platform);
  let fired: Map<string, number>;
  try {
    fired = await awaitFiring(platform, alerts, beganMs, withinSeconds);
    await until('somebody was told', () =>
      alerts.some((alert) => notifiedAfter(platform, alert, beganMs) !== null),
    ).catch((error: unknown) => {
      // Who cannot be reached hears of it only afterwards.
      if (!alerts.includes('NotificationsFail')) throw error;
    });
  } finally {
    await mend();
  }
  const silent = await awaitSilence(platform, alerts, Date.now(), withinSeconds);
  return alerts.map((alert) => ({
    alert,
    firedAfterSeconds: fired.get(alert) ?? Number.NaN,
    notifiedAfterSeconds: notifiedAfter(platform, alert, beganMs),
    silentAfterSeconds: silent.get(alert) ?? Number.NaN,
  }));
}

/** One alert a line, for whoever runs the tests. */
export const toldText = (told: readonly Told[]): string =>
  told
    .map(
      ({ alert, firedAfterSeconds, notifiedAfterSeconds, silentAfterSeconds }) =>
        `${alert.padEnd(26)} fired ${firedAfterSeconds.toFixed(1)} s, told ${notifiedAfterSeconds?.toFixed(1) ?? '-'} s after the fault, silent ${silentAfterSeconds.toFixed(1)} s after its mending\n`,
    )
    .join('');

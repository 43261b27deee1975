import { setTimeout as delay } from 'node:timers/promises';
import { alertsFiredSince } from '../../../src/monitoring/fired-alerts.ts';
import type { Watched } from './alert-fault.ts';

/** When an alert fired and fell silent, in seconds after the fault and after its mending. */
export interface Told {
  readonly alert: string;
  readonly firedAfterSeconds: number;
  /** When its notification arrived; null where a worse one has silenced it. */
  readonly notifiedAfterSeconds: number | null;
  readonly silentAfterSeconds: number;
}

interface Firing {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What fires now, by Prometheus. */
async function firing({ prometheusUrl }: Watched): Promise<Firing[]> {
  const response = await fetch(`${prometheusUrl}/api/v1/alerts`);
  const { data } = (await response.json()) as {
    data: { alerts: { state: string; labels: Record<string, string> }[] };
  };
  return data.alerts
    .filter(({ state }) => state === 'firing')
    .map(({ labels }) => ({ name: labels.alertname ?? '', labels }));
}

/**
 * Waits until each alert has fired.
 *
 * @returns seconds from `sinceMs` (since 1970) to each
 * @throws Error that names those that did not, and what fired instead
 */
export async function awaitFiring(
  platform: Watched,
  alerts: readonly string[],
  sinceMs: number,
  withinSeconds: number,
): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  for (;;) {
    const now = await firing(platform);
    const afterSeconds = (Date.now() - sinceMs) / 1000;
    for (const { name } of now) if (!seen.has(name)) seen.set(name, afterSeconds);
    const missing = alerts.filter((alert) => !seen.has(alert));
    if (missing.length === 0) return seen;
    if (afterSeconds > withinSeconds)
      throw new Error(
        `did not fire within ${withinSeconds} s: ${missing.join(', ')}; fired: ${[...seen.keys()].join(', ')}`,
      );
    await delay(250);
  }
}

/** Waits until none of the alerts fires. @returns seconds from `sinceMs` until each fell silent */
export async function awaitSilence(
  platform: Watched,
  alerts: readonly string[],
  sinceMs: number,
  withinSeconds: number,
): Promise<Map<string, number>> {
  const silent = new Map<string, number>();
  for (;;) {
    const now = new Set((await firing(platform)).map(({ name }) => name));
    const afterSeconds = (Date.now() - sinceMs) / 1000;
    for (const alert of alerts) {
      if (now.has(alert)) silent.delete(alert);
      else if (!silent.has(alert)) silent.set(alert, afterSeconds);
    }
    if (silent.size === alerts.length) return silent;
    if (afterSeconds > withinSeconds)
      throw new Error(`still fires after ${withinSeconds} s: ${[...now].join(', ')}`);
    await delay(250);
  }
}

/** Seconds from `sinceMs` to the arrival of the first notification of an alert; null while there is none. */
export function notifiedAfter(platform: Watched, alert: string, sinceMs: number): number | null {
  const told = alertsFiredSince(platform.alertRecorderFile, sinceMs - 1000).find(
    ({ name }) => name === alert,
  );
  return told === undefined ? null : (told.notifiedAt - sinceMs) / 1000;
}

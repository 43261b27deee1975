import { setTimeout as delay } from 'node:timers/promises';

/** What one rate came to. Latencies count from the moment at which a request was due, so that a late one is not flattered. */
export interface Measured {
  readonly ratePerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly failed: number;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** The open model: requests come when they are due, whether or not those before them were answered. */
async function offer(
  ratePerSecond: number,
  seconds: number,
  fire: (dueMs: number) => Promise<readonly number[]>,
): Promise<Measured> {
  const begunMs = performance.now();
  const latenciesMs: number[] = [];
  const running: Promise<void>[] = [];
  let failed = 0;
  for (let sent = 0; sent < ratePerSecond * seconds; sent += 1) {
    const dueMs = begunMs + (sent * 1000) / ratePerSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 1) await delay(earlyMs);
    running.push(
      fire(dueMs).then(
        (measured) => {
          for (const latencyMs of measured) latenciesMs.push(latencyMs);
        },
        () => {
          failed += 1;
        },
      ),
    );
  }
  await Promise.all(running);
  latenciesMs.sort((a, b) => a - b);
  return { ratePerSecond, p50Ms: quantile(latenciesMs, 0.5), p95Ms: quantile(latenciesMs, 0.95), failed };
}

/** What a request or a line may take at most at 95 of 100, as the KPI table asks of the API. */
const targetMs = 200;

/** A step that misses is taken again: other programs of the machine may have stalled it, and three times they have not. */
const attempts = 3;

/**
 * Raises the rate by a quarter until the target is missed, or requests fail, at every attempt.
 * @returns all steps, and the highest rate that was carried; 0 if the first was not.
 */
export async function climb(
  firstRate: number,
  seconds: number,
  fire: (dueMs: number) => Promise<readonly number[]>,
): Promise<{ capacityPerSecond: number; steps: Measured[] }> {
  const steps: Measured[] = [];
  // Compiling, filling pools and telling a room of its newcomers belong to the beginning, not to a rate.
  await offer(firstRate, seconds, fire);
  let capacityPerSecond = 0;
  for (let rate = firstRate, attempt = 1; attempt <= attempts; attempt += 1) {
    const step = await offer(rate, seconds, fire);
    steps.push(step);
    if (step.failed > 0 || step.p95Ms > targetMs) continue;
    capacityPerSecond = rate;
    rate = Math.round(rate * 1.25);
    attempt = 0;
  }
  return { capacityPerSecond, steps };
}

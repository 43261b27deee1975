/**
 * What the gateway lets one address ask of the API (manifests/components/traefik/middlewares.yaml, `limit-api`): so many at once, and
 * so many a minute on top. A drill that met this limit would report an outage of its own making.
 */
export const GATEWAY_BURST = 5_000;
export const GATEWAY_PER_MINUTE = 1_000;

/** Probes of `api` and `room-join`, one every 50 ms each. Who comes back by WebSocket adds a few. */
export const DRILL_PER_SECOND = 40;

/** How much of the gateway's patience is used up, as the gateway itself counts it: a bucket that leaks. */
export class GatewayBudget {
  #used = 0;
  #atMs = 0;

  /** Counts one request. @param nowMs monotonic */
  spend(nowMs: number): void {
    this.#leak(nowMs);
    this.#used += 1;
  }

  /** How long until all of it is there again. */
  waitMs(nowMs: number): number {
    this.#leak(nowMs);
    return Math.ceil((this.#used * 60_000) / GATEWAY_PER_MINUTE);
  }

  #leak(nowMs: number): void {
    const leakedSince = ((nowMs - this.#atMs) * GATEWAY_PER_MINUTE) / 60_000;
    this.#used = Math.max(0, this.#used - leakedSince);
    this.#atMs = nowMs;
  }
}

/** For so long a drill can go on that begins with all of it. Seconds. */
export const longestDrillSeconds = GATEWAY_BURST / (DRILL_PER_SECOND - GATEWAY_PER_MINUTE / 60);

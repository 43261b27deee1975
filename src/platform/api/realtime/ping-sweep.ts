import type { Connection } from './connection.ts';

/** Parts of an interval. Pinged all at once, 12,500 sockets kept a worker busy for a quarter of a second. */
const ticksPerInterval = 30;

/** Pings every connection once in each interval, a part of them at each tick, and drops those that did not answer the last one. */
export class PingSweep {
  readonly #connections: ReadonlySet<Connection>;
  readonly #timer: NodeJS.Timeout;
  /** Walks the set while it changes: whoever comes meanwhile is at its end and has a turn in the same interval. */
  #rest: Iterator<Connection>;
  #tick = 0;
  #pinged = 0;

  constructor(connections: ReadonlySet<Connection>, intervalMs: number) {
    this.#connections = connections;
    this.#rest = connections.values();
    this.#timer = setInterval(() => this.#next(), intervalMs / ticksPerInterval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #next(): void {
    if (this.#tick === 0) {
      this.#rest = this.#connections.values();
      this.#pinged = 0;
    }
    this.#tick += 1;
    // Whoever was pinged may have left since, so the last tick does not count: all that are left have their turn.
    const isLast = this.#tick === ticksPerInterval;
    const due = Math.ceil((this.#connections.size * this.#tick) / ticksPerInterval);
    while (isLast || this.#pinged < due) {
      const { value, done } = this.#rest.next();
      if (done) break;
      this.#pinged += 1;
      value.ping();
    }
    if (isLast) this.#tick = 0;
  }
}

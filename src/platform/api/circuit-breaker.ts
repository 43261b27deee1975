/** What is behind the breaker failed too often a moment ago, so it was not asked. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
  /** When the next attempt may pass. */
  readonly retryAfterMs: number;

  constructor(circuit: string, retryAfterMs: number) {
    super(`${circuit} failed repeatedly and is left alone for ${Math.ceil(retryAfterMs / 1000)} s more`);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface BreakerRules {
  /** Failures in a row that open it. */
  readonly failuresToOpen: number;
  /** Nobody is let through for this long; then one call tries, and the others wait for its result. */
  readonly openForMs: number;
  /** Which errors say that the other side is ill. An answer such as "not found" says that it is well. */
  isFailure(error: unknown): boolean;
  /** Monotonic, in milliseconds. */
  now(): number;
  /** What is done around each call, such as tracing it. */
  around?<T>(call: () => Promise<T>): Promise<T>;
  /** Called for each failure that counts. */
  onFailure(): void;
}

export type BreakerState = 'closed' | 'half-open' | 'open';

/**
 * Stops asking a service that is down: each caller learns so at once instead of after a time-out, and the service
 * comes back to one question at a time instead of to all that waited.
 */
export class CircuitBreaker {
  readonly name: string;
  readonly #rules: BreakerRules;
  #failuresInARow = 0;
  #openUntilMs: number | undefined;
  #trying = false;

  constructor(name: string, rules: BreakerRules) {
    this.name = name;
    this.#rules = rules;
  }

  get state(): BreakerState {
    if (this.#openUntilMs === undefined) return 'closed';
    return this.#rules.now() < this.#openUntilMs ? 'open' : 'half-open';
  }

  /** Whether a call made now would be let through. */
  get admits(): boolean {
    return this.state === 'closed' || (this.state === 'half-open' && !this.#trying);
  }

  /** @throws {CircuitOpenError} when it is open; otherwise whatever the work throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.admits) {
      throw new CircuitOpenError(this.name, Math.max(0, (this.#openUntilMs ?? 0) - this.#rules.now()));
    }
    const isTrial = this.state === 'half-open';
    if (isTrial) this.#trying = true;
    try {
      const result = await (this.#rules.around?.(work) ?? work());
      this.#close();
      return result;
    } catch (error) {
      if (this.#rules.isFailure(error)) this.#fail();
      else this.#close();
      throw error;
    } finally {
      if (isTrial) this.#trying = false;
    }
  }

  #close(): void {
    this.#failuresInARow = 0;
    this.#openUntilMs = undefined;
  }

  #fail(): void {
    this.#rules.onFailure();
    this.#failuresInARow += 1;
    if (this.#failuresInARow >= this.#rules.failuresToOpen) {
      this.#openUntilMs = this.#rules.now() + this.#rules.openForMs;
    }
  }
}

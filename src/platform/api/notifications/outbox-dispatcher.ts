import { type CircuitBreaker, CircuitOpenError } from '../circuit-breaker.ts';
import type { OutboxItem, OutboxRepository } from '../repositories/outbox.ts';
import { type Delivery, DeliveryRefused } from './delivery.ts';
import { maxAttempts, retryDelayMs } from './retry-delay.ts';

export type Outcome = 'delivered' | 'retried' | 'given-up' | 'put-back';

export interface DispatcherOptions {
  readonly outbox: OutboxRepository;
  readonly delivery: Delivery;
  readonly breaker: CircuitBreaker;
  onOutcome(outcome: Outcome, error?: unknown): void;
  /** The outbox itself cannot be read or written. */
  onError(error: unknown): void;
}

/** Items under way at once. */
const batchSize = 20;
/** No delivery may take longer than this: afterwards another process takes the item for lost and tries itself. */
const leaseSeconds = 120;
/** Another process's items, and those that were put off, are found within this long. */
const pollIntervalMs = 1000;

/** Takes the items of one kind from the outbox and delivers them. Several processes may do so side by side. */
export class OutboxDispatcher {
  readonly #options: DispatcherOptions;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Looks at once, and from then on every second. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#drain()
      .catch(this.#options.onError)
      .finally(() => {
        this.#running = undefined;
        if (this.#stopped) return;
        if (this.#again) this.wake();
        else this.#timer = setTimeout(() => this.wake(), pollIntervalMs);
      });
  }

  /** Finishes what is under way and takes nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #drain(): Promise<void> {
    const { outbox, delivery, breaker } = this.#options;
    this.#again = false;
    while (!this.#stopped && breaker.admits) {
      // A breaker that is half open lets one through; the others of a batch would only come back.
      const limit = breaker.state === 'closed' ? batchSize : 1;
      const items = await outbox.claim(delivery.kind, limit, leaseSeconds);
      await Promise.all(items.map((item) => this.#attempt(item)));
      if (items.length < limit) return;
    }
  }

  async #attempt(item: OutboxItem): Promise<void> {
    const { outbox, delivery, breaker, onOutcome } = this.#options;
    try {
      await breaker.run(() => delivery.deliver(item));
    } catch (error) {
      if (error instanceof CircuitOpenError) {
        await outbox.putBack(item.id, error.retryAfterMs);
        onOutcome('put-back', error);
      } else if (error instanceof DeliveryRefused || item.attempts >= maxAttempts) {
        await outbox.giveUp(item.id, wordsOf(error));
        onOutcome('given-up', error);
      } else {
        await outbox.retry(item.id, retryDelayMs(item.attempts, Math.random()), wordsOf(error));
        onOutcome('retried', error);
      }
      return;
    }
    await outbox.delivered(item.id);
    onOutcome('delivered');
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

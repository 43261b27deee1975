import type { OutboxItem, OutboxKind } from '../repositories/outbox.ts';

/** How items of one kind reach the outside. */
export interface Delivery {
  readonly kind: OutboxKind;
  /**
   * @throws {DeliveryRefused} when trying again cannot help; any other error means that it may.
   */
  deliver(item: OutboxItem): Promise<void>;
  /** Whether an error says that nothing of this kind goes out at the moment, and not that one receiver is ill. */
  isOutage(error: unknown): boolean;
}

/** The receiver does not want it, or it cannot be sent at all. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

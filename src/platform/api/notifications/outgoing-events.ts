import { randomUUID } from 'node:crypto';
import type { OutboxRepository } from '../repositories/outbox.ts';
import type { WebhookRepository } from '../repositories/webhooks.ts';

/** What a webhook may ask to hear of. */
export const webhookEvents = [
  'room.started',
  'room.ended',
  'participant.joined',
  'participant.left',
  'recording.ready',
] as const;

/** Something that happened in a room. */
export interface OutgoingEvent {
  readonly type: (typeof webhookEvents)[number];
  readonly roomId: string;
  /** The owner of the room: it is their webhooks that hear of it. */
  readonly hostId: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The body in the form of Standard Webhooks: what, when, and the rest. */
const bodyOf = (type: string, data: object) =>
  JSON.stringify({ type, timestamp: new Date().toISOString(), data });

const itemFor = (userId: string, webhookId: string, body: string) => ({
  kind: 'webhook' as const,
  userId,
  payload: { webhookId, messageId: `msg_${randomUUID()}`, body },
});

/** Puts one message for each webhook of the room's owner that listens to it into the outbox. @returns how many. */
export async function enqueueEvent(
  webhooks: WebhookRepository,
  outbox: OutboxRepository,
  { type, roomId, hostId, data }: OutgoingEvent,
): Promise<number> {
  const listening = await webhooks.listening(hostId, type);
  const body = bodyOf(type, { roomId, ...data });
  await outbox.enqueue(listening.map(({ id }) => itemFor(hostId, id, body)));
  return listening.length;
}

/** Puts a message into the outbox that only shows whether the webhook works. */
export const enqueueTest = (outbox: OutboxRepository, userId: string, webhookId: string): Promise<void> =>
  outbox.enqueue([itemFor(userId, webhookId, bodyOf('webhook.test', { webhookId }))]);

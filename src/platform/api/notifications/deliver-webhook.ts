import { z } from 'zod';
import type { WebhookRepository } from '../repositories/webhooks.ts';
import { type Delivery, DeliveryRefused } from './delivery.ts';
import { ForbiddenDestination, isOwnOutage, postOutside } from './outbound-request.ts';
import { signWebhook } from './webhook-signature.ts';

/** What a `webhook` item of the outbox holds. The body is text: what is signed must be the same at each attempt. */
const payloadSchema = z.object({ webhookId: z.uuid(), messageId: z.string(), body: z.string() });

export interface WebhookDeliveryOptions {
  readonly webhooks: WebhookRepository;
  readonly allowPrivate: boolean;
  /** Lets the receiver continue the trace. */
  traceHeaders(): Readonly<Record<string, string>>;
  /** A webhook failed so often that it was switched off: its owner should know. */
  onSwitchedOff(userId: string, url: string): Promise<void>;
}

/** In a row. With the delays of the outbox three messages that never arrive reach it after some nine hours. */
const failuresToSwitchOff = 30;
const gone = 410;

export function createWebhookDelivery({
  webhooks,
  allowPrivate,
  traceHeaders,
  onSwitchedOff,
}: WebhookDeliveryOptions): Delivery {
  return {
    kind: 'webhook',
    deliver: async ({ payload }) => {
      const { webhookId, messageId, body } = payloadSchema.parse(payload);
      const webhook = await webhooks.findForDelivery(webhookId);
      if (!webhook) throw new DeliveryRefused('the webhook was deleted or switched off');
      const { url, secret, user_id: userId } = webhook;
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'gomeet-webhooks/1',
        ...traceHeaders(),
        ...signWebhook(secret, messageId, new Date(), body),
      };
      let status: number;
      try {
        status = await postOutside({ url, headers, body, allowPrivate });
        if (status >= 200 && status < 300) {
          await webhooks.noteSuccess(webhookId);
          return;
        }
      } catch (error) {
        // A way out that we have not does not count against the receiver.
        if (isOwnOutage(error)) throw error;
        if (await webhooks.noteFailure(webhookId, failuresToSwitchOff)) await onSwitchedOff(userId, url);
        if (error instanceof ForbiddenDestination) throw new DeliveryRefused(error.message);
        throw error;
      }
      if (await webhooks.noteFailure(webhookId, status === gone ? 0 : failuresToSwitchOff))
        await onSwitchedOff(userId, url);
      if (status === gone) throw new DeliveryRefused('the receiver answered that it is gone');
      throw new Error(`the receiver answered ${status}`);
    },
    isOutage: isOwnOutage,
  };
}

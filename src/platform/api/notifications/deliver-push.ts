import webPush from 'web-push';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { PushSubscriptionRepository } from '../repositories/push-subscriptions.ts';
import { type Delivery, DeliveryRefused } from './delivery.ts';
import { ForbiddenDestination, isOwnOutage, postOutside } from './outbound-request.ts';

/** What a `push` item of the outbox holds. */
const payloadSchema = z.object({ subscriptionId: z.uuid(), message: z.record(z.string(), z.unknown()) });

export interface PushDeliveryOptions {
  readonly keys: NonNullable<Config['push']>;
  /** Whom the push service may write to: an https:// or mailto: address. */
  readonly contact: string;
  readonly subscriptions: PushSubscriptionRepository;
  readonly allowPrivate: boolean;
}

/** A browser that is off for longer than a day need not ring: the notification is in the list. */
const timeToLiveSeconds = 24 * 3600;

/** Encryption (RFC 8291) and VAPID (RFC 8292) are the library's; the sending is ours, as the address came from outside. */
export function createPushDelivery({
  keys,
  contact,
  subscriptions,
  allowPrivate,
}: PushDeliveryOptions): Delivery {
  return {
    kind: 'push',
    deliver: async ({ payload }) => {
      const { subscriptionId, message } = payloadSchema.parse(payload);
      const subscription = await subscriptions.find(subscriptionId);
      if (!subscription) throw new DeliveryRefused('the subscription was deleted');
      const details = webPush.generateRequestDetails(subscription, JSON.stringify(message), {
        vapidDetails: { subject: contact, ...keys },
        TTL: timeToLiveSeconds,
      });
      const status = await postOutside({
        url: details.endpoint,
        headers: details.headers,
        body: details.body,
        allowPrivate,
      }).catch((error: unknown) => {
        throw error instanceof ForbiddenDestination ? new DeliveryRefused(error.message) : error;
      });
      if (status === 404 || status === 410) {
        await subscriptions.delete(subscriptionId);
        throw new DeliveryRefused(`the push service answered ${status}: nobody listens there any more`);
      }
      if (status >= 400 && status < 500 && status !== 429)
        throw new DeliveryRefused(`the push service answered ${status}`);
      if (status < 200 || status >= 300) throw new Error(`the push service answered ${status}`);
    },
    isOutage: isOwnOutage,
  };
}

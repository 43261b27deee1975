import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret, in the form of Standard Webhooks: 32 bytes, within the 24 to 64 that it asks for. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64');

/**
 * The headers of Standard Webhooks. The receiver computes the same signature with the secret it was given once, and refuses
 * an old timestamp, so that a delivery that was overheard cannot be repeated.
 *
 * @param messageId the same for each attempt to deliver one message
 */
export function signWebhook(
  secret: string,
  messageId: string,
  sentAt: Date,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64'))
    .update(`${messageId}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

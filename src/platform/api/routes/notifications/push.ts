import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { whyForbidden } from '../../notifications/outbound-request.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { noContent, problemResponses } from '../../schemas.ts';

/** A point of the curve P-256, uncompressed: 65 bytes, of which the first is 4; and 16 bytes of chance (RFC 8291). */
const keysSchema = z.strictObject({
  p256dh: z.string().regex(/^B[\w-]{86}=?$/, '65 bytes in base64url, as PushSubscription.toJSON says them'),
  auth: z.string().regex(/^[\w-]{22}(==)?$/, '16 bytes in base64url, as PushSubscription.toJSON says them'),
});

const routes: FastifyPluginAsyncZod<{ config: Config }> = async (app, { config }) => {
  app.get(
    '/push-key',
    {
      schema: {
        operationId: 'getPushKey',
        tags: ['notifications'],
        summary: 'The key with which a browser subscribes to web push; null where there is none',
        response: {
          200: z.object({ publicKey: z.string().nullable() }),
          ...problemResponses('unauthenticated'),
        },
      },
    },
    async () => ({ publicKey: config.push?.publicKey ?? null }),
  );

  app.post(
    '/push-subscriptions',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'subscribeToPush',
        tags: ['notifications'],
        summary: 'Have notifications pushed to a browser',
        body: z.object({
          endpoint: z.url().max(2000),
          expirationTime: z.number().nullish(),
          keys: keysSchema,
        }),
        response: {
          201: z.object({ id: z.uuid() }),
          ...problemResponses('unauthenticated', 'conflict', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      if (!config.push) throw new Problem('conflict', 'This platform has no keys for web push.');
      const { endpoint, keys } = request.body;
      const forbidden = whyForbidden(endpoint, config.webhooksToPrivateAddresses);
      if (forbidden !== undefined) throw new Problem('invalid-request', `body /endpoint: ${forbidden}`);
      const id = await app.pushSubscriptions.save(accountOf(request).userId, { endpoint, keys });
      return reply
        .code(201)
        .header('location', `/api/v1/notifications/push-subscriptions/${id}`)
        .send({ id });
    },
  );

  app.delete(
    '/push-subscriptions/:subscriptionId',
    {
      schema: {
        operationId: 'unsubscribeFromPush',
        tags: ['notifications'],
        summary: 'Push nothing to that browser any more',
        params: z.object({ subscriptionId: z.uuid() }),
        response: { 204: noContent, ...problemResponses('unauthenticated', 'not-found', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { subscriptionId } = request.params;
      if (!(await app.pushSubscriptions.delete(subscriptionId, accountOf(request).userId)))
        throw new Problem('not-found', 'There is no such subscription.');
      return reply.code(204).send();
    },
  );
};

export default routes;

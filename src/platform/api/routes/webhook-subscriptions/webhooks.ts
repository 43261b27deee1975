import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { whyForbidden } from '../../notifications/outbound-request.ts';
import { enqueueTest, webhookEvents } from '../../notifications/outgoing-events.ts';
import { newWebhookSecret } from '../../notifications/webhook-signature.ts';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import type { WebhookRepository } from '../../repositories/webhooks.ts';
import { noContent, problemResponses } from '../../schemas.ts';

const mostWebhooks = 20;

const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()),
    active: z.boolean().describe('False after too many failures in a row'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' });

type Row = NonNullable<Awaited<ReturnType<WebhookRepository['find']>>>;

const toWebhook = ({ id, url, events, active, created_at: createdAt }: Row) => ({
  id,
  url,
  events,
  active,
  createdAt: createdAt.toISOString(),
});

const params = z.object({ webhookId: z.uuid() });
const none = () => new Problem('not-found', 'There is no such webhook.');

const routes: FastifyPluginAsyncZod<{ config: Config }> = async (app, { config }) => {
  const tags = ['webhooks'];

  app.post(
    '',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: "Have the events of the caller's rooms sent to an address, signed as Standard Webhooks are",
        body: z.strictObject({
          url: z.url().max(2000),
          events: z
            .array(z.enum(webhookEvents))
            .min(1)
            .max(webhookEvents.length)
            .transform((events) => [...new Set(events)]),
        }),
        response: {
          201: webhookSchema.extend({
            secret: z.string().describe('Signs what is sent; it is shown this once'),
          }),
          ...problemResponses('unauthenticated', 'conflict', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      const { url, events } = request.body;
      const forbidden = whyForbidden(url, config.webhooksToPrivateAddresses);
      if (forbidden !== undefined) throw new Problem('invalid-request', `body /url: ${forbidden}`);
      if ((await app.webhooks.count(userId)) >= mostWebhooks)
        throw new Problem('conflict', `An account has at most ${mostWebhooks} webhooks.`);
      const secret = newWebhookSecret();
      const row = await app.webhooks.insert(userId, url, events, secret);
      return reply
        .code(201)
        .header('location', `/api/v1/webhooks/${row.id}`)
        .send({ ...toWebhook(row), secret });
    },
  );

  app.get(
    '',
    {
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: "The caller's webhooks, newest first",
        querystring: pageQuery,
        response: { 200: pageOf(webhookSchema), ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const rows = await app.webhooks.list(accountOf(request).userId, limit + 1, cursor);
      return toPage(rows, limit, toWebhook);
    },
  );

  app.get(
    '/:webhookId',
    {
      schema: {
        operationId: 'getWebhook',
        tags,
        summary: 'One webhook',
        params,
        response: {
          200: webhookSchema,
          ...problemResponses('unauthenticated', 'not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const row = await app.webhooks.find(accountOf(request).userId, request.params.webhookId);
      if (!row) throw none();
      return toWebhook(row);
    },
  );

  app.delete(
    '/:webhookId',
    {
      schema: {
        operationId: 'deleteWebhook',
        tags,
        summary: 'Send nothing there any more',
        params,
        response: { 204: noContent, ...problemResponses('unauthenticated', 'not-found', 'unavailable') },
      },
    },
    async (request, reply) => {
      if (!(await app.webhooks.delete(accountOf(request).userId, request.params.webhookId))) throw none();
      return reply.code(204).send();
    },
  );

  app.post(
    '/:webhookId/test',
    {
      schema: {
        operationId: 'testWebhook',
        tags,
        summary: 'Send the event webhook.test there',
        params,
        response: { 202: noContent, ...problemResponses('unauthenticated', 'not-found', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      const row = await app.webhooks.find(userId, request.params.webhookId);
      if (!row) throw none();
      await enqueueTest(app.outbox, userId, row.id);
      app.deliverSoon();
      return reply.code(202).send();
    },
  );
};

export default routes;

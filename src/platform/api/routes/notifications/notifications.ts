import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import type { NotificationRepository } from '../../repositories/notifications.ts';
import { noContent, problemResponses, queryFlag } from '../../schemas.ts';

const notificationSchema = z
  .object({
    id: z.uuid(),
    type: z.string().describe('Such as room-invitation: what it is about'),
    title: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.unknown()),
    isRead: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Notification' });

type Row = NonNullable<Awaited<ReturnType<NotificationRepository['find']>>>;

const toNotification = ({ is_read: isRead, created_at: createdAt, ...row }: Row) => ({
  id: row.id,
  type: row.type,
  title: row.title,
  message: row.message,
  data: row.data,
  isRead,
  createdAt: createdAt.toISOString(),
});

const params = z.object({ notificationId: z.uuid() });
const oneAnswers = {
  200: notificationSchema,
  ...problemResponses('unauthenticated', 'not-found', 'unavailable'),
};
const none = () => new Problem('not-found', 'There is no such notification.');

const routes: FastifyPluginAsyncZod = async (app) => {
  const tags = ['notifications'];

  app.get(
    '',
    {
      schema: {
        operationId: 'listNotifications',
        tags,
        summary: 'What the caller was told, newest first',
        querystring: pageQuery.extend({
          unread: queryFlag.describe('Only those that were not read'),
        }),
        response: { 200: pageOf(notificationSchema), ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request) => {
      const { limit, cursor, unread } = request.query;
      const rows = await app.notifications.list(accountOf(request).userId, unread, limit + 1, cursor);
      return toPage(rows, limit, toNotification);
    },
  );

  app.get(
    '/unread-count',
    {
      schema: {
        operationId: 'countUnreadNotifications',
        tags,
        summary: 'How many notifications wait to be read',
        response: {
          200: z.object({ count: z.int() }),
          ...problemResponses('unauthenticated', 'unavailable'),
        },
      },
    },
    async (request) => ({ count: await app.notifications.countUnread(accountOf(request).userId) }),
  );

  app.post(
    '/read-all',
    {
      schema: {
        operationId: 'readAllNotifications',
        tags,
        summary: 'Mark every notification as read',
        response: { 204: noContent, ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request, reply) => {
      await app.notifications.setAllRead(accountOf(request).userId);
      return reply.code(204).send();
    },
  );

  app.get(
    '/:notificationId',
    {
      schema: {
        operationId: 'getNotification',
        tags,
        summary: 'One notification',
        params,
        response: oneAnswers,
      },
    },
    async (request) => {
      const row = await app.notifications.find(accountOf(request).userId, request.params.notificationId);
      if (!row) throw none();
      return toNotification(row);
    },
  );

  app.put(
    '/:notificationId',
    {
      schema: {
        operationId: 'changeNotification',
        tags,
        summary: 'Mark a notification as read, or as unread again',
        params,
        body: z.strictObject({ isRead: z.boolean() }),
        response: oneAnswers,
      },
    },
    async (request) => {
      const { userId } = accountOf(request);
      const row = await app.notifications.setRead(userId, request.params.notificationId, request.body.isRead);
      if (!row) throw none();
      return toNotification(row);
    },
  );
};

export default routes;

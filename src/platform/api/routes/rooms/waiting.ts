import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { letIn } from '../../rooms/change-settings.ts';
import { noContent, problemResponses, roomParams } from '../../schemas.ts';

const waitingSchema = z
  .object({ userId: z.uuid(), name: z.string(), requestedAt: z.iso.datetime() })
  .meta({ id: 'WaitingPerson' });

const personParams = roomParams.extend({ userId: z.uuid('the id of an account is a UUID') });
const refusals = problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable');
const personRefusals = problemResponses(
  'unauthenticated',
  'forbidden',
  'room-not-found',
  'not-found',
  'unavailable',
);

const listWaiting: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/waiting',
    {
      schema: {
        operationId: 'listWaiting',
        tags: ['moderation'],
        summary: 'Who waits to be let in, the longest first',
        params: roomParams,
        querystring: pageQuery,
        response: { 200: pageOf(waitingSchema), ...refusals },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor } = request.query;
      await app.authorize(roomId, accountOf(request), 'admit');
      return toPage(await app.waiting.list(roomId, limit + 1, cursor), limit, (row) => ({
        userId: row.id,
        name: row.display_name,
        requestedAt: row.requested_at.toISOString(),
      }));
    },
  );
};

const admitWaiting: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/waiting/:userId/admit',
    {
      schema: {
        operationId: 'admitWaiting',
        tags: ['moderation'],
        summary: 'Let somebody in who waits, or who was denied before',
        params: personParams,
        response: { 204: noContent, ...personRefusals },
      },
    },
    async (request, reply) => {
      const { roomId, userId } = request.params;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'admit');
      if (!(await letIn(app, roomId, account.userId, userId))) {
        throw new Problem('not-found', 'This person does not wait to be let in.');
      }
      const subject = { type: 'room', id: roomId } as const;
      await app.audit({ action: 'participant.admitted', subject, request, details: { userId } });
      return reply.code(204).send();
    },
  );
};

const admitAllWaiting: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/waiting/admit-all',
    {
      schema: {
        operationId: 'admitAllWaiting',
        tags: ['moderation'],
        summary: 'Let in everybody who waits',
        params: roomParams,
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'admit');
      await letIn(app, roomId, account.userId);
      return reply.code(204).send();
    },
  );
};

const denyWaiting: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    '/:roomId/waiting/:userId',
    {
      schema: {
        operationId: 'denyWaiting',
        tags: ['moderation'],
        summary: 'Do not let somebody in, until the meeting ends or a moderator admits them after all',
        params: personParams,
        response: { 204: noContent, ...personRefusals },
      },
    },
    async (request, reply) => {
      const { roomId, userId } = request.params;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'admit');
      const denied = await app.waiting.deny(roomId, account.userId, userId);
      if (denied.length === 0) throw new Problem('not-found', 'This person does not wait to be let in.');
      app.hub.publish(roomId, { type: 'admission', userId, admitted: false });
      app.hub.publish(roomId, { type: 'waiting', count: await app.waiting.count(roomId) });
      return reply.code(204).send();
    },
  );
};

/** The waiting room: who asks to be let in, and what a moderator answers. */
export const waitingRoutes = [listWaiting, admitWaiting, admitAllWaiting, denyWaiting];

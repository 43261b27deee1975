import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import type { InvitationRepository } from '../../repositories/invitations.ts';
import { invite } from '../../rooms/invite.ts';
import { noContent, problemResponses, roomParams } from '../../schemas.ts';
import { emailSchema } from '../auth/credentials.ts';

const invitedRoles = z.enum(['moderator', 'participant', 'observer']);

const invitationSchema = z
  .object({
    id: z.uuid(),
    roomId: z.uuid(),
    userId: z.uuid().nullable().describe('null: the address has no account yet'),
    email: z.email(),
    role: invitedRoles,
    invitedBy: z.uuid(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' });

const newInvitationSchema = z.union([
  z.strictObject({ userId: z.uuid(), role: invitedRoles.default('participant') }),
  z.strictObject({ email: emailSchema, role: invitedRoles.default('participant') }),
]);

const invitationParams = roomParams.extend({ invitationId: z.uuid('the id of an invitation is a UUID') });
const refusals = problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable');
const oneRefusals = problemResponses(
  'unauthenticated',
  'forbidden',
  'room-not-found',
  'not-found',
  'unavailable',
);

function toInvitation(row: NonNullable<Awaited<ReturnType<InvitationRepository['find']>>>) {
  return {
    id: row.id,
    roomId: row.room_id,
    userId: row.user_id,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    createdAt: row.created_at.toISOString(),
  };
}

const sendInvitation: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  app.post(
    '/:roomId/invitations',
    {
      config: { idempotent: true, limit: policy.limits.invitations },
      schema: {
        operationId: 'invite',
        tags: ['invitations'],
        summary: 'Ask somebody to come, by account or by address; they are told, by mail too',
        params: roomParams,
        body: newInvitationSchema,
        response: {
          201: invitationSchema,
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'room-not-found',
            'not-found',
            'already-invited',
            'conflict',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const { role, ...invitee } = request.body;
      const account = accountOf(request);
      const { standing } = await app.authorize(roomId, account, 'invite');
      const invitedBy = account.userId;
      const row = await invite(app, { roomId, invitee, role, invitedBy, byOwner: standing.owner });
      return reply
        .code(201)
        .header('location', `/api/v1/rooms/${roomId}/invitations/${row.id}`)
        .send(toInvitation(row));
    },
  );
};

const listInvitations: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/invitations',
    {
      schema: {
        operationId: 'listInvitations',
        tags: ['invitations'],
        summary: 'Who was asked to come, the first first',
        params: roomParams,
        querystring: pageQuery,
        response: { 200: pageOf(invitationSchema), ...refusals },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor } = request.query;
      await app.authorize(roomId, accountOf(request), 'invite');
      return toPage(await app.invitations.list(roomId, limit + 1, cursor), limit, toInvitation);
    },
  );
};

const getInvitation: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/invitations/:invitationId',
    {
      schema: {
        operationId: 'getInvitation',
        tags: ['invitations'],
        summary: 'One invitation',
        params: invitationParams,
        response: { 200: invitationSchema, ...oneRefusals },
      },
    },
    async (request) => {
      const { roomId, invitationId } = request.params;
      await app.authorize(roomId, accountOf(request), 'invite');
      const row = await app.invitations.find(roomId, invitationId);
      if (!row) throw new Problem('not-found', 'There is no such invitation.');
      return toInvitation(row);
    },
  );
};

const withdrawInvitation: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    '/:roomId/invitations/:invitationId',
    {
      schema: {
        operationId: 'withdrawInvitation',
        tags: ['invitations'],
        summary: 'Take an invitation back; whoever is in the room stays',
        params: invitationParams,
        response: { 204: noContent, ...oneRefusals },
      },
    },
    async (request, reply) => {
      const { roomId, invitationId } = request.params;
      await app.authorize(roomId, accountOf(request), 'invite');
      if (!(await app.invitations.delete(roomId, invitationId)))
        throw new Problem('not-found', 'There is no such invitation.');
      return reply.code(204).send();
    },
  );
};

export const invitationRoutes = [sendInvitation, listInvitations, getInvitation, withdrawInvitation];

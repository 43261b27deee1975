import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { carryOut } from '../../rooms/end-room.ts';
import { findTarget, removePerson } from '../../rooms/moderation.ts';
import { mayShareScreen } from '../../rooms/room-settings.ts';
import { noContent, problemResponses, queryFlag, roomParams } from '../../schemas.ts';

const personParams = roomParams.extend({ userId: z.uuid('the id of an account is a UUID') });
const kindSchema = z.enum(['audio', 'video', 'screen']);
const refusals = problemResponses(
  'unauthenticated',
  'forbidden',
  'room-not-found',
  'not-found',
  'media-unavailable',
  'unavailable',
);
const personSubject = (userId: string) => ({ type: 'user', id: userId }) as const;

const muteParticipant: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/participants/:userId/mute',
    {
      schema: {
        operationId: 'muteParticipant',
        tags: ['moderation'],
        summary: "Silence somebody's microphone, camera or screen; they may switch it on again",
        params: personParams,
        body: z.strictObject({ kind: kindSchema }),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId, userId } = request.params;
      const { kind } = request.body;
      const { userId: by } = accountOf(request);
      await findTarget(app, roomId, userId, await app.authorize(roomId, accountOf(request), 'moderate'));
      await carryOut(app.livekit.mute(roomId, userId, kind));
      app.hub.publish(roomId, { type: 'muted', userId, kind, by });
      const details = { roomId, kind };
      await app.audit({ action: 'participant.muted', subject: personSubject(userId), request, details });
      return reply.code(204).send();
    },
  );
};

const muteAll: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/participants/mute-all',
    {
      schema: {
        operationId: 'muteAll',
        tags: ['moderation'],
        summary: 'Silence everybody but the host and moderators',
        params: roomParams,
        body: z.strictObject({ kind: kindSchema.default('audio') }).nullish(),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const kind = request.body?.kind ?? 'audio';
      const { userId: by } = accountOf(request);
      await app.authorize(roomId, accountOf(request), 'moderate');
      const spared = new Set([by, ...(await app.participants.idsOf(roomId, ['host', 'moderator']))]);
      const muted = await carryOut(app.livekit.muteAll(roomId, kind, spared));
      for (const userId of muted) app.hub.publish(roomId, { type: 'muted', userId, kind, by });
      const subject = { type: 'room', id: roomId } as const;
      await app.audit({ action: 'participant.muted', subject, request, details: { kind } });
      return reply.code(204).send();
    },
  );
};

const removeParticipant: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    '/:roomId/participants/:userId',
    {
      schema: {
        operationId: 'removeParticipant',
        tags: ['moderation'],
        summary: 'Take somebody out of the room, for now or for good; inviting them anew takes that back',
        params: personParams,
        querystring: z.strictObject({ ban: queryFlag }),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId, userId } = request.params;
      const { ban } = request.query;
      await findTarget(app, roomId, userId, await app.authorize(roomId, accountOf(request), 'moderate'));
      await removePerson(app, roomId, userId, ban);
      const details = { roomId, ban };
      await app.audit({ action: 'participant.removed', subject: personSubject(userId), request, details });
      return reply.code(204).send();
    },
  );
};

const changeRole: FastifyPluginAsyncZod = async (app) => {
  app.put(
    '/:roomId/participants/:userId/role',
    {
      schema: {
        operationId: 'changeRole',
        tags: ['moderation'],
        summary: 'Make somebody a moderator, a participant or an observer; for the host',
        params: personParams,
        body: z.strictObject({ role: z.enum(['moderator', 'participant', 'observer']) }),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId, userId } = request.params;
      const { role } = request.body;
      await findTarget(app, roomId, userId, await app.authorize(roomId, accountOf(request), 'change-roles'));
      await app.participants.setRole(roomId, userId, role);
      app.hub.publish(roomId, { type: 'role', userId, role });
      const screenShare = mayShareScreen(role, await app.roomSettings.read(roomId));
      await carryOut(
        app.livekit.setRights(roomId, userId, { role, screenShare }),
        'The role is changed, but not yet what may be sent: repeat this.',
      );
      const details = { roomId, role };
      await app.audit({
        action: 'participant.role-changed',
        subject: personSubject(userId),
        request,
        details,
      });
      return reply.code(204).send();
    },
  );
};

/** What moderators do to people in the room. Each takes effect in the media first or at once, and may be repeated. */
export const moderationRoutes = [muteParticipant, muteAll, removeParticipant, changeRole];

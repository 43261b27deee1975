import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { settingChangesSchema } from '../../rooms/room-settings.ts';
import { toRoom } from '../../rooms/room-view.ts';
import { problemResponses, roomParams, roomSchema } from '../../schemas.ts';
import { checkSchedule, roomFields } from './room-fields.ts';

const newRoomSchema = z.strictObject({
  name: roomFields.name,
  description: roomFields.description.nullish(),
  maxUsers: roomFields.maxUsers.default(10),
  password: roomFields.password.nullish(),
  scheduledAt: roomFields.scheduledAt.nullish(),
  endsAt: roomFields.endsAt.nullish(),
  persistent: roomFields.persistent.default(false),
  settings: settingChangesSchema.optional(),
});

const listQuerySchema = pageQuery.extend({
  filter: z
    .enum(['mine', 'invited', 'upcoming', 'past'])
    .default('mine')
    .describe(
      'mine: hosted, the newest first; invited: open ones with an invitation; upcoming: hosted or invited to, the next first; ' +
        'past: been in, the latest first',
    ),
});

const createRoom: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'createRoom',
        tags: ['rooms'],
        summary: 'Create a room; whoever creates it is its host',
        body: newRoomSchema,
        response: { 201: roomSchema, ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      const { name, description, maxUsers, password, persistent, settings = {} } = request.body;
      const { scheduledAt = null, endsAt = null } = request.body;
      checkSchedule(scheduledAt, endsAt);
      const passwordHash = typeof password === 'string' ? await app.passwords.hash(password) : null;
      const room = await app.rooms.insert({
        hostId: userId,
        name,
        description: description ?? null,
        maxUsers,
        passwordHash,
        scheduledAt,
        endsAt,
        persistent,
        settings,
      });
      return reply
        .code(201)
        .header('location', `/api/v1/rooms/${room.id}`)
        .send(toRoom({ ...room, participant_count: 0 }));
    },
  );
};

const listRooms: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      schema: {
        operationId: 'listRooms',
        tags: ['rooms'],
        summary: 'The rooms of this account',
        querystring: listQuerySchema,
        response: { 200: pageOf(roomSchema), ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request) => {
      const { filter, limit, cursor } = request.query;
      const rows = await app.roomLists.list(filter, accountOf(request).userId, limit + 1, cursor);
      return toPage(rows, limit, toRoom);
    },
  );
};

const getRoom: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId',
    {
      schema: {
        operationId: 'getRoom',
        tags: ['rooms'],
        summary: 'A room, for anyone with an account who knows its id, unless it is for the invited',
        params: roomParams,
        response: {
          200: roomSchema,
          ...problemResponses('unauthenticated', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'view');
      const room = await app.rooms.find(roomId);
      if (!room) throw new Problem('room-not-found');
      return toRoom(room);
    },
  );
};

export const roomRoutes = [createRoom, listRooms, getRoom];

import type { FastifyInstance } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import type { RoomChanges } from '../../repositories/rooms.ts';
import { closeMeetings } from '../../rooms/end-room.ts';
import { toRoom } from '../../rooms/room-view.ts';
import { tellOfCancellation, tellOfNewTime } from '../../rooms/tell-invited.ts';
import { noContent, problemResponses, roomParams, roomSchema } from '../../schemas.ts';
import { checkSchedule, roomFields } from './room-fields.ts';

const changesSchema = z
  .strictObject({
    ...roomFields,
    description: roomFields.description.nullable(),
    password: roomFields.password.nullable().describe('null: none is asked any more'),
    scheduledAt: roomFields.scheduledAt.nullable(),
    endsAt: roomFields.endsAt.nullable(),
  })
  .partial();

/** What is left out stays; a password is stored as its hash. */
async function toChanges(
  { passwords }: FastifyInstance,
  body: z.output<typeof changesSchema>,
): Promise<RoomChanges> {
  const { name, description, maxUsers, password, scheduledAt, endsAt, persistent } = body;
  const hash = typeof password === 'string' ? await passwords.hash(password) : password;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(maxUsers !== undefined && { max_users: maxUsers }),
    ...(hash !== undefined && { password: hash }),
    ...(scheduledAt !== undefined && { scheduled_at: scheduledAt }),
    ...(endsAt !== undefined && { ends_at: endsAt }),
    ...(persistent !== undefined && { persistent }),
  };
}

const updateRoom: FastifyPluginAsyncZod = async (app) => {
  app.put(
    '/:roomId',
    {
      schema: {
        operationId: 'updateRoom',
        tags: ['rooms'],
        summary: 'Change a room; what is left out stays. For its host',
        params: roomParams,
        body: changesSchema,
        response: {
          200: roomSchema,
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'room-ended', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'update');
      const before = await app.rooms.find(roomId);
      if (!before) throw new Problem('room-not-found');
      const { scheduledAt, endsAt } = request.body;
      checkSchedule(
        scheduledAt === undefined ? before.scheduled_at : scheduledAt,
        endsAt === undefined ? before.ends_at : endsAt,
      );
      const row = await app.rooms.update(roomId, await toChanges(app, request.body));
      if (!row) throw new Problem('room-ended');
      const room = toRoom(row);
      app.hub.publish(roomId, { type: 'settings', room });
      if (
        before.scheduled_at?.getTime() !== row.scheduled_at?.getTime() ||
        before.ends_at?.getTime() !== row.ends_at?.getTime()
      )
        await tellOfNewTime(app, row);
      return room;
    },
  );
};

const deleteRoom: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    '/:roomId',
    {
      schema: {
        operationId: 'deleteRoom',
        tags: ['rooms'],
        summary:
          'End the meeting and remove the room with its conversation and history; its recordings go first',
        params: roomParams,
        response: {
          204: noContent,
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'room-not-found',
            'conflict',
            'media-unavailable',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'delete');
      if (await app.rooms.hasRecordings(roomId)) {
        throw new Problem('conflict', 'The room has recordings: delete them first.');
      }
      const room = await app.rooms.find(roomId);
      const invited = await app.invitations.inviteesOf(roomId);
      await closeMeetings(app, await app.rooms.end(roomId));
      await app.rooms.delete(roomId);
      await app.audit({ action: 'room.deleted', subject: { type: 'room', id: roomId }, request });
      if (room?.scheduled_at && room.scheduled_at.getTime() > Date.now()) {
        await tellOfCancellation(app, invited, room.name);
      }
      return reply.code(204).send();
    },
  );
};

export const changeRoutes = [updateRoom, deleteRoom];

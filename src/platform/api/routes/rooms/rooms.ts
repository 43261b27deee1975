import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import type { RoomRepository } from '../../repositories/rooms.ts';
import { problemResponses, roomParams, roomSchema, storedText } from '../../schemas.ts';

const newRoomSchema = z.strictObject({
  name: storedText.trim().min(1).max(255),
  description: storedText.max(5000).optional(),
  maxUsers: z.int().min(1).max(1000).default(10).describe('Seats, the host included'),
  password: z.string().min(1).max(128).optional().describe('Asked of everyone but the host'),
});

function toRoom(row: Awaited<ReturnType<RoomRepository['insert']>>): z.infer<typeof roomSchema> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    hostId: row.host_id,
    maxUsers: row.max_users,
    hasPassword: row.password !== null,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

const routes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '',
    {
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
      const { name, description, maxUsers, password } = request.body;
      const room = await app.rooms.insert({
        hostId: userId,
        name,
        description: description ?? null,
        maxUsers,
        passwordHash: password === undefined ? null : await app.passwords.hash(password),
      });
      return reply.code(201).header('location', `/api/v1/rooms/${room.id}`).send(toRoom(room));
    },
  );

  app.get(
    '/:roomId',
    {
      schema: {
        operationId: 'getRoom',
        tags: ['rooms'],
        summary: 'A room, for anyone with an account who knows its id',
        params: roomParams,
        response: {
          200: roomSchema,
          ...problemResponses('unauthenticated', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const room = await app.rooms.find(request.params.roomId);
      if (!room) throw new Problem('room-not-found');
      return toRoom(room);
    },
  );
};

export default routes;

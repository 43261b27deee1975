import type { FastifyInstance } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { planBreakouts } from '../../rooms/breakout-plan.ts';
import { closeMeetings } from '../../rooms/end-room.ts';
import { toRoom } from '../../rooms/room-view.ts';
import { noContent, problemResponses, roomParams, roomSchema, storedText } from '../../schemas.ts';

const breakoutSchema = roomSchema.extend({ assigned: z.array(z.uuid()) }).meta({ id: 'BreakoutRoom' });
const listSchema = z.object({ items: z.array(breakoutSchema), nextCursor: z.null() });

const newBreakoutsSchema = z.strictObject({
  names: z
    .array(storedText.trim().min(1).max(255))
    .min(1)
    .max(50)
    .refine((names) => new Set(names).size === names.length, 'each name once'),
  assign: z
    .enum(['manual', 'evenly'])
    .default('manual')
    .describe('evenly: those in the room, but for its host and moderators, are dealt out'),
});

const assignmentsSchema = z.strictObject({
  assignments: z
    .array(z.strictObject({ userId: z.uuid(), breakoutRoomId: z.uuid().nullable() }))
    .min(1)
    .max(1000)
    .refine((all) => new Set(all.map(({ userId }) => userId)).size === all.length, 'each person once'),
});

const refusals = problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable');

async function listOf({ breakouts }: FastifyInstance, roomId: string) {
  const rows = await breakouts.list(roomId);
  return { items: rows.map((row) => ({ ...toRoom(row), assigned: row.assigned })), nextCursor: null };
}

/** Tells everybody in the room, and in its breakout rooms, who is to be where. */
async function tell(
  app: FastifyInstance,
  roomId: string,
  breakoutIds: readonly string[],
  open: boolean,
): Promise<void> {
  const rows = open ? await app.breakouts.assignments(roomId) : [];
  const assignments = Object.fromEntries(rows.map((row) => [row.userId, row.breakoutRoomId]));
  for (const id of [roomId, ...breakoutIds]) app.hub.publish(id, { type: 'breakouts', open, assignments });
}

const openBreakouts: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/breakouts',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'openBreakouts',
        tags: ['breakouts'],
        summary: 'Open breakout rooms; for hosts and moderators',
        params: roomParams,
        body: newBreakoutsSchema,
        response: {
          201: listSchema,
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'conflict', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const { names, assign } = request.body;
      await app.authorize(roomId, accountOf(request), 'manage-breakouts');
      const people =
        assign === 'evenly' ? await app.participants.idsOf(roomId, ['participant', 'observer']) : [];
      const rooms = planBreakouts(roomId, names, people);
      if (!(await app.breakouts.open(roomId, rooms))) {
        throw new Problem(
          'conflict',
          'The room is over, has open breakout rooms already (DELETE closes them), or is one itself.',
        );
      }
      await tell(app, roomId, [], true);
      return reply
        .code(201)
        .header('location', `/api/v1/rooms/${roomId}/breakouts`)
        .send(await listOf(app, roomId));
    },
  );
};

const listBreakouts: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/breakouts',
    {
      schema: {
        operationId: 'listBreakouts',
        tags: ['breakouts'],
        summary: 'The open breakout rooms, and who is to be in them',
        params: roomParams,
        response: { 200: listSchema, ...refusals },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'see-breakouts');
      return listOf(app, roomId);
    },
  );
};

const assignBreakouts: FastifyPluginAsyncZod = async (app) => {
  app.put(
    '/:roomId/breakouts/assignments',
    {
      schema: {
        operationId: 'assignBreakouts',
        tags: ['breakouts'],
        summary: 'Send people to breakout rooms, or back (null); those not named stay where they are',
        params: roomParams,
        body: assignmentsSchema,
        response: {
          204: noContent,
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'not-found', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const { assignments } = request.body;
      await app.authorize(roomId, accountOf(request), 'manage-breakouts');
      const outcome = await app.breakouts.assign(roomId, assignments);
      if (outcome !== 'assigned') {
        throw new Problem(
          'not-found',
          outcome === 'unknown-room'
            ? 'One of the breakout rooms is not open in this room.'
            : 'One of the people was never in this room.',
        );
      }
      const open = await app.breakouts.list(roomId);
      await tell(
        app,
        roomId,
        open.map(({ id }) => id),
        true,
      );
      return reply.code(204).send();
    },
  );
};

const broadcastToBreakouts: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/breakouts/broadcast',
    {
      schema: {
        operationId: 'broadcastToBreakouts',
        tags: ['breakouts'],
        summary: 'Show a message in the room and in all its breakout rooms; it is not kept',
        params: roomParams,
        body: z.strictObject({ text: storedText.trim().min(1).max(1000) }),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const { text } = request.body;
      await app.authorize(roomId, accountOf(request), 'manage-breakouts');
      const open = await app.breakouts.list(roomId);
      for (const id of [roomId, ...open.map((room) => room.id)])
        app.hub.publish(id, { type: 'broadcast', text });
      return reply.code(204).send();
    },
  );
};

const closeBreakouts: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    '/:roomId/breakouts',
    {
      schema: {
        operationId: 'closeBreakouts',
        tags: ['breakouts'],
        summary: 'Close all breakout rooms and call everybody back',
        params: roomParams,
        response: {
          204: noContent,
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'room-not-found',
            'media-unavailable',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'manage-breakouts');
      const closed = await app.breakouts.close(roomId);
      await tell(app, roomId, closed, false);
      await closeMeetings(app, closed);
      return reply.code(204).send();
    },
  );
};

/** Breakout rooms: rooms of a room, for a while, with people sent to them. */
export const breakoutRoutes = [
  openBreakouts,
  listBreakouts,
  assignBreakouts,
  broadcastToBreakouts,
  closeBreakouts,
];

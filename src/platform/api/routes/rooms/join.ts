import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import type { Entry } from '../../repositories/participants.ts';
import { participantSchema, problemResponses, roomParams } from '../../schemas.ts';

const bodySchema = z
  .strictObject({ password: z.string().min(1).max(128).optional() })
  .nullish()
  .describe('May be left out for a room without a password');

const answerSchema = z.object({
  participant: participantSchema,
  livekit: z.object({
    url: z.string().describe('Address of the media server'),
    token: z.string().describe('Lets this user into this room; use it at once'),
  }),
});

const refusals = { full: 'room-full', ended: 'room-ended', missing: 'room-not-found' } as const;

function seatOf(entry: Entry) {
  if (entry.outcome === 'joined' || entry.outcome === 'present') return entry;
  throw new Problem(refusals[entry.outcome]);
}

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  const { join, roomPasswordFailures } = policy.limits;
  app.post(
    '/:roomId/join',
    {
      config: { limit: join },
      schema: {
        operationId: 'joinRoom',
        tags: ['rooms'],
        summary:
          'Take a seat and get the token for the media server; joining again gives a new token for the same seat',
        params: roomParams,
        body: bodySchema,
        response: {
          200: answerSchema,
          ...problemResponses(
            'unauthenticated',
            'account-inactive',
            'wrong-room-password',
            'room-not-found',
            'room-full',
            'room-ended',
            'unavailable',
          ),
        },
      },
    },
    async (request) => {
      const { userId } = accountOf(request);
      const { roomId } = request.params;
      // Two statements: what must be known, then the seat. The password lies between them and so outside the room's lock.
      const room = await app.rooms.findForEntry(roomId, userId);
      if (!room) throw new Problem('room-not-found');
      if (room.user_status !== 'active') throw new Problem('account-inactive');
      if (room.password !== null && room.host_id !== userId) {
        const given = request.body?.password;
        if (given === undefined) throw new Problem('wrong-room-password');
        // Counted before it is checked and taken back if it was right, as logging in does.
        const subject = `account:${userId}:${roomId}`;
        await app.enforce(request, roomPasswordFailures, subject);
        if (!(await app.passwords.verify(given, room.password))) throw new Problem('wrong-room-password');
        await app.limiter.refund(roomPasswordFailures, subject);
      }
      const { participantId, role, joinedAt } = seatOf(await app.participants.join(roomId, userId));
      const name = room.user_name;
      return {
        participant: { id: participantId, userId, name, role, joinedAt: joinedAt.toISOString() },
        livekit: {
          url: app.livekit.clientUrl,
          token: await app.livekit.createToken({ userId, name, roomId, role }),
        },
      };
    },
  );
};

export default routes;

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import type { Entry, Seat } from '../../repositories/participants.ts';
import { announce } from '../../rooms/announce.ts';
import { mediaPolicy, mediaPolicySchema } from '../../rooms/media-policy.ts';
import { mayShareScreen, readRoomSettings } from '../../rooms/room-settings.ts';
import { participantSchema, problemResponses, roomParams } from '../../schemas.ts';

const bodySchema = z
  .strictObject({ password: z.string().min(1).max(128).optional() })
  .nullish()
  .describe('May be left out for a room without a password');

const joinedSchema = z.object({
  status: z.literal('joined'),
  participant: participantSchema,
  livekit: z.object({
    url: z.string().describe('Address of the media server'),
    token: z.string().describe('Lets this user into this room; use it at once'),
  }),
  media: mediaPolicySchema,
});

const waitingSchema = z
  .object({ status: z.literal('waiting') })
  .describe('A moderator decides: {type:"wait_room"} on the WebSocket hears it, then join again');

const refusals = {
  full: 'room-full',
  ended: 'room-ended',
  missing: 'room-not-found',
  banned: 'removed-from-room',
  locked: 'room-locked',
  denied: 'entry-denied',
  // Whoever is not invited to a room for the invited may not even know of it.
  'not-invited': 'room-not-found',
  password: 'wrong-room-password',
} as const;

type Person = Parameters<FastifyInstance['participants']['join']>[1];
/** What the account shows of itself beside its name. */
type Face = Pick<z.output<typeof participantSchema>, 'avatarUrl'>;

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  const { join, roomPasswordFailures } = policy.limits;

  /** Asks for a seat; checking a password lies between two askings and so outside the room's lock. */
  async function enter(request: FastifyRequest, roomId: string, person: Person, password?: string) {
    const entry = await app.participants.join(roomId, person, null);
    if (entry.outcome !== 'password' || password === undefined) return entry;
    // Counted before it is checked and taken back if it was right, as logging in does.
    const subject = `account:${person.userId}:${roomId}`;
    await app.enforce(request, roomPasswordFailures, subject);
    if (!(await app.passwords.verify(password, entry.roomPassword))) return entry;
    await app.limiter.refund(roomPasswordFailures, subject);
    return app.participants.join(roomId, person, entry.roomPassword);
  }

  async function admissionOf(roomId: string, { userId, name, avatarUrl }: Person & Face, seat: Seat) {
    const { participantId, role, joinedAt, seats, seatsUsed } = seat;
    const settings = readRoomSettings(seat.settings);
    const screenShare = mayShareScreen(role, settings);
    return {
      status: 'joined' as const,
      participant: { id: participantId, userId, name, avatarUrl, role, joinedAt: joinedAt.toISOString() },
      livekit: {
        url: app.livekit.clientUrl,
        token: await app.livekit.createToken({ userId, name, roomId, role, screenShare, seats }),
      },
      media: mediaPolicy({ seatsUsed, seats }, settings),
    };
  }

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
          200: joinedSchema,
          202: waitingSchema,
          ...problemResponses(
            'unauthenticated',
            'account-inactive',
            'wrong-room-password',
            'removed-from-room',
            'entry-denied',
            'room-not-found',
            'room-full',
            'room-ended',
            'room-locked',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      const { roomId } = request.params;
      const account = await app.directory.find(userId);
      if (account?.status !== 'active') throw new Problem('account-inactive');
      const person = { userId, name: account.name };
      const entry: Entry = await enter(request, roomId, person, request.body?.password);
      if (entry.outcome === 'waiting') {
        app.hub.publish(roomId, { type: 'waiting', count: await app.waiting.count(roomId) });
        return reply.code(202).send({ status: 'waiting' });
      }
      if (entry.outcome !== 'joined' && entry.outcome !== 'present')
        throw new Problem(refusals[entry.outcome]);
      if (entry.outcome === 'joined')
        announce(app, { type: 'participant.joined', roomId, hostId: entry.hostId, data: person });
      return admissionOf(roomId, { ...person, avatarUrl: account.avatar }, entry);
    },
  );
};

export default routes;

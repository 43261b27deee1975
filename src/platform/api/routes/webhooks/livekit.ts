import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addressSubject } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import { readEgress } from '../../recordings/egress-engine.ts';
import { announce } from '../../rooms/announce.ts';
import { carryOut } from '../../rooms/end-room.ts';
import { noContent, problemResponses } from '../../schemas.ts';

const uuid = z.uuid();
const isUuid = (text: string) => uuid.safeParse(text).success;

/**
 * The media server reports who is really there, which keeps room_participants true when a client vanishes without a
 * word, full rooms full and ended meetings ended. A report costs at most one statement, and one order to LiveKit if
 * someone may not be there. It is answered when both are done: LiveKit repeats an unanswered one, and sends those of one
 * room in order, so waiting for company to batch with would only slow the queue.
 * Rooms and identities that are not UUIDs are not ours (an egress, an agent) and are acknowledged unread.
 */
const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  // The signature is over the bytes as sent, so the body stays text. LiveKit's type is application/webhook+json.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 256 * 1024 }, (_request, body, done) =>
    done(null, body),
  );

  app.post(
    '/livekit',
    {
      config: { access: 'probe' },
      schema: {
        operationId: 'receiveLiveKitWebhook',
        tags: ['operations'],
        security: [],
        consumes: ['application/webhook+json'],
        summary: "LiveKit's signed webhooks",
        body: z
          .string()
          .min(1)
          .describe('A LiveKit WebhookEvent in JSON; its digest is in the signed Authorization header'),
        response: {
          204: noContent,
          ...problemResponses('invalid-signature', 'media-unavailable', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const event = await app.livekit
        .readWebhook(request.body, request.headers.authorization)
        .catch(async (error) => {
          // Only refusals are counted: LiveKit sends many reports from one address, and all of them are signed.
          await app.enforce(request, policy.limits.webhookRefusals, addressSubject(request.ip));
          throw new Problem('invalid-signature', undefined, { cause: error });
        });
      app.metrics.webhooks.inc({ event: event.event });
      const roomId = event.room?.name;
      if (roomId !== undefined && isUuid(roomId)) await apply(event, roomId);
      const { egressInfo } = event;
      if (egressInfo && isUuid(egressInfo.roomName))
        await app.recordings.takeReport(egressInfo.roomName, egressInfo.egressId, readEgress(egressInfo));
      return reply.code(204).send();
    },
  );

  async function apply(
    event: Awaited<ReturnType<typeof app.livekit.readWebhook>>,
    roomId: string,
  ): Promise<void> {
    if (event.event === 'room_started') {
      // LiveKit opens a room for whoever holds a token, and tokens outlive the meeting's end, or the room, by minutes.
      const room = await app.rooms.find(roomId);
      if (room?.status === 'active') announce(app, { type: 'room.started', roomId, hostId: room.host_id });
      else await carryOut(app.livekit.deleteRoom(roomId));
      return;
    }
    if (event.event === 'room_finished') {
      // In seconds, so whoever took a seat in that very second keeps it until their own report.
      await app.participants.leaveAll(roomId, new Date(Number(event.createdAt) * 1000));
      announce(app, { type: 'room.ended', roomId });
      return;
    }
    const { identity, sid, joinedAtMs } = event.participant ?? {};
    if (identity === undefined || sid === undefined || !isUuid(identity)) return;
    if (event.event === 'participant_joined') {
      // The token of someone who left is still good for minutes; the seat it was for may be another's by now.
      const entry = await app.participants.mediaJoined(roomId, identity, sid);
      // And the account may have been shut or forgotten since: LiveKit renews the tokens of those whom it has.
      const isShut = entry === 'reopened' && (await app.directory.find(identity))?.status !== 'active';
      if (isShut) await app.participants.leave(roomId, identity);
      // An order that fails fails the report, and so is given again with it.
      if (isShut || entry === 'full' || entry === 'ended' || entry === 'barred')
        await carryOut(app.livekit.removeParticipant(roomId, identity));
      else if (entry === 'reopened')
        announce(app, { type: 'participant.joined', roomId, data: { userId: identity } });
    }
    if (event.event === 'participant_left' || event.event === 'participant_connection_aborted') {
      const began = new Date(Number(joinedAtMs));
      if (await app.participants.mediaLeft(roomId, identity, sid, began))
        announce(app, { type: 'participant.left', roomId, data: { userId: identity } });
    }
  }
};

export default routes;

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Problem } from '../problems.ts';
import { problemResponses } from '../schemas.ts';

/** Documents the WebSocket and answers those who come without one; realtime/gateway.ts takes the upgrades. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/ws',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'openWebSocket',
        tags: ['realtime'],
        security: [],
        summary: 'The WebSocket',
        description:
          'Messages are JSON objects with a `type`; a `ref` in one comes back in its answer. First, within 5 seconds: ' +
          '`{type:"authenticate", ticket}`, with a ticket from POST /api/v1/ws-tickets. Then `{type:"join_room", roomId, ' +
          'lastSequence?}` after joining by REST, or `{type:"wait_room", roomId}` for those who were told to wait.\n\n' +
          'In a room: `chat {text, clientId?}`, `resync {after}`, `typing {active}`, `hand {raised}`, `reaction {emoji}`, ' +
          '`mute {muted}`, `video {enabled}`, `screen_share {active}`, `recording {active}`, `leave_room`; anywhere `quality ' +
          '{rttMs?, jitterMs?, lossRatio?, freezeRatio?, framesPerSecond?, resolution?, concealmentRatio?, joinMs?, ' +
          'firstFrameMs?, score?}`. `offer`, `answer` and `ice-candidate` are refused with `media-negotiation`: clients ' +
          'negotiate media with LiveKit itself, on the connection that `livekit.url` of joining leads to.\n\n' +
          'The server sends `authenticated`, `joined` (with `lastSequence`: later lines follow, each once and in order), ' +
          '`left`, `presence` {joined, left, changed} and `typing`, `reactions` (gathered for 250 ms; left out for those who ' +
          'read slowly, then `presence_missed`), `chat_message`, `chat_accepted` (the line is in the database), `resynced` ' +
          '(`complete: false`: ask again from its `lastSequence`), `muted`, `removed`, `role_changed`, `room_updated`, ' +
          '`waiting`, `admitted`, `denied`, `recording`, `breakouts`, `breakout_message`, `notification`, `room_ended`, ' +
          '`reconnect` {afterMs}, `error` {code, message}.\n\n' +
          'Close codes: 4400 malformed, 4401 not authenticated or session over, 4403 not allowed, 4404 no such room, 4408 too ' +
          'late, 4429 too many messages, 1012 restart, 1013 try again later.',
        response: problemResponses('upgrade-required'),
      },
    },
    async () => {
      throw new Problem('upgrade-required', undefined, {
        headers: { upgrade: 'websocket', connection: 'upgrade' },
      });
    },
  );
};

export default routes;

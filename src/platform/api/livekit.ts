import { AccessToken, RoomServiceClient, TwirpError, WebhookReceiver } from 'livekit-server-sdk';
import type { Config } from './config.ts';
import type { Role } from './permissions.ts';
import { maySendMedia } from './permissions.ts';

/** The media server, as the signaling API uses it. A room is known there by its id, a participant by the user's id. */
export interface LiveKit {
  /** Where clients connect. */
  readonly clientUrl: string;
  /** A token that lets one user into one room. */
  createToken(participant: { userId: string; name: string; roomId: string; role: Role }): Promise<string>;
  /** Ends a room for everyone in it; a room that is not there is as good as ended. @throws if LiveKit is away. */
  deleteRoom(roomId: string): Promise<void>;
  /** Cuts one user's media in a room; whoever is not there is as good as cut. @throws if LiveKit is away. */
  removeParticipant(roomId: string, userId: string): Promise<void>;
  /** Checks a webhook's signature and reads it. @throws if the signature, or the digest of the body in it, is wrong. */
  readWebhook(body: string, authorization: string | undefined): ReturnType<WebhookReceiver['receive']>;
  /** @throws if LiveKit does not answer within the time. */
  ping(timeoutMs: number): Promise<void>;
}

/** @param tokenSeconds how long a token may wait to be used; LiveKit renews those of connected participants itself. */
export function createLiveKit(config: Config['livekit'], tokenSeconds: number): LiveKit {
  const { apiKey, apiSecret } = config;
  const rooms = new RoomServiceClient(config.apiUrl, apiKey, apiSecret, { requestTimeout: 3 });
  const webhooks = new WebhookReceiver(apiKey, apiSecret);
  return {
    clientUrl: config.clientUrl,
    createToken: ({ userId, name, roomId, role }) => {
      const token = new AccessToken(apiKey, apiSecret, { identity: userId, name, ttl: tokenSeconds });
      const canPublish = maySendMedia(role);
      token.addGrant({
        roomJoin: true,
        room: roomId,
        canSubscribe: true,
        canPublish,
        canPublishData: canPublish,
      });
      return token.toJwt();
    },
    deleteRoom: (roomId) => unlessGone(rooms.deleteRoom(roomId)),
    removeParticipant: (roomId, userId) => unlessGone(rooms.removeParticipant(roomId, userId)),
    readWebhook: (body, authorization) => webhooks.receive(body, authorization),
    ping: async (timeoutMs) => {
      const answer = await fetch(config.apiUrl, { signal: AbortSignal.timeout(timeoutMs) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`LiveKit answered ${answer.status}`);
    },
  };
}

/** Waits for an order to LiveKit; what it does not find needs no ending. */
async function unlessGone(order: Promise<void>): Promise<void> {
  try {
    await order;
  } catch (error) {
    if (error instanceof TwirpError && error.code === 'not_found') return;
    throw error;
  }
}

import {
  AccessToken,
  type ParticipantInfo,
  RoomConfiguration,
  RoomServiceClient,
  TrackSource,
  TwirpError,
  WebhookReceiver,
} from 'livekit-server-sdk';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Config } from './config.ts';
import { maySendMedia, type Role } from './permissions.ts';

/** What a moderator can silence of somebody. */
type MediaKind = 'audio' | 'video' | 'screen';

/** What the media server lets somebody do in a room; a room's settings and the person's role decide it. */
interface MediaRights {
  readonly role: Role;
  readonly screenShare: boolean;
}

interface Admission extends MediaRights {
  readonly userId: string;
  readonly name: string;
  readonly roomId: string;
  /** Seats of the room. */
  readonly seats: number;
}

/** The media server, as the signaling API uses it. A room is known there by its id, a participant by the user's id. */
export interface LiveKit {
  /** Where clients connect. */
  readonly clientUrl: string;
  /** A token that lets one user into one room, and opens that room with its limits if it is not open yet. */
  createToken(admission: Admission): Promise<string>;
  /** Ends a room for everyone in it; a room that is not there is as good as ended. @throws if LiveKit is away. */
  deleteRoom(roomId: string): Promise<void>;
  /** Whether a user's media is in a room. @throws if LiveKit is away. */
  hasParticipant(roomId: string, userId: string): Promise<boolean>;
  /** Cuts one user's media in a room; whoever is not there is as good as cut. @throws if LiveKit is away. */
  removeParticipant(roomId: string, userId: string): Promise<void>;
  /** Silences what one user sends of a kind. @throws if LiveKit is away. */
  mute(roomId: string, userId: string, kind: MediaKind): Promise<void>;
  /** Silences what everybody sends of a kind, but for some. @returns whom it silenced. @throws if LiveKit is away. */
  muteAll(roomId: string, kind: MediaKind, except: ReadonlySet<string>): Promise<string[]>;
  /** Gives a user who is in the room other rights; what they may not send any more is stopped. @throws if LiveKit is away. */
  setRights(roomId: string, userId: string, rights: MediaRights): Promise<void>;
  /** @returns how many people are in all rooms together. @throws if LiveKit is away. */
  countParticipants(): Promise<number>;
  /** Checks a webhook's signature and reads it. @throws if the signature, or the digest of the body in it, is wrong. */
  readWebhook(body: string, authorization: string | undefined): ReturnType<WebhookReceiver['receive']>;
  /** @throws if LiveKit does not answer within the time. */
  ping(timeoutMs: number): Promise<void>;
}

const sourcesOf: Readonly<Record<MediaKind, readonly TrackSource[]>> = {
  audio: [TrackSource.MICROPHONE],
  video: [TrackSource.CAMERA],
  screen: [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO],
};

/** LiveKit's own limit stands behind the seats, so it is wider: those who have just left may still be closing. */
const spareConnections = 10;
/** A room that nobody entered, and one that everybody left, wait this long before LiveKit closes them. */
const emptyTimeoutSeconds = 300;
const departureTimeoutSeconds = 60;

function grantsOf({ role, screenShare }: MediaRights) {
  const canPublish = maySendMedia(role);
  return {
    canSubscribe: true,
    canPublish,
    canPublishData: canPublish,
    canPublishSources: [
      ...(canPublish ? [...sourcesOf.video, ...sourcesOf.audio] : []),
      ...(canPublish && screenShare ? sourcesOf.screen : []),
    ],
    canUpdateMetadata: false,
    hidden: false,
  };
}

/** Whether an error says that LiveKit is ill: that it knows no such room or participant is a healthy answer. */
export const isLiveKitFailure = (error: unknown) => !(error instanceof TwirpError && error.status < 500);

const isGone = (error: unknown) => error instanceof TwirpError && error.code === 'not_found';

/**
 * @param tokenSeconds how long a token may wait to be used; LiveKit renews those of connected participants itself.
 * @param breaker keeps orders back while LiveKit is down.
 */
export function createLiveKit(
  config: Config['livekit'],
  tokenSeconds: number,
  breaker: CircuitBreaker,
): LiveKit {
  const { apiKey, apiSecret } = config;
  const rooms = new RoomServiceClient(config.apiUrl, apiKey, apiSecret, { requestTimeout: 3 });
  const webhooks = new WebhookReceiver(apiKey, apiSecret);

  /** Gives an order; what it does not find needs none. */
  async function order<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await breaker.run(work);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  const hasParticipant = async (roomId: string, userId: string): Promise<boolean> =>
    (await order(() => rooms.getParticipant(roomId, userId))) !== undefined;

  /** Gives an order about somebody. LiveKit has no answer for a connection that closes meanwhile: who is gone needs no order. */
  async function orderFor(roomId: string, userId: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await order(work);
    } catch (error) {
      if (await hasParticipant(roomId, userId)) throw error;
    }
  }

  /** @returns whether there was something to silence. */
  async function silence(roomId: string, { identity, tracks }: ParticipantInfo, kind: MediaKind) {
    const sending = tracks.filter(({ source, muted }) => sourcesOf[kind].includes(source) && !muted);
    await Promise.all(
      sending.map(({ sid }) =>
        orderFor(roomId, identity, () => rooms.mutePublishedTrack(roomId, identity, sid, true)),
      ),
    );
    return sending.length > 0;
  }

  return {
    clientUrl: config.clientUrl,
    createToken: ({ userId, name, roomId, seats, ...rights }) => {
      const token = new AccessToken(apiKey, apiSecret, { identity: userId, name, ttl: tokenSeconds });
      const { canUpdateMetadata, hidden, ...grants } = grantsOf(rights);
      token.addGrant({
        roomJoin: true,
        room: roomId,
        ...grants,
        canUpdateOwnMetadata: canUpdateMetadata,
        hidden,
      });
      token.roomConfig = new RoomConfiguration({
        maxParticipants: seats + spareConnections,
        emptyTimeout: emptyTimeoutSeconds,
        departureTimeout: departureTimeoutSeconds,
      });
      return token.toJwt();
    },
    deleteRoom: async (roomId) => {
      await order(() => rooms.deleteRoom(roomId));
    },
    hasParticipant,
    removeParticipant: (roomId, userId) =>
      orderFor(roomId, userId, () => rooms.removeParticipant(roomId, userId)),
    mute: async (roomId, userId, kind) => {
      const participant = await order(() => rooms.getParticipant(roomId, userId));
      if (participant) await silence(roomId, participant, kind);
    },
    muteAll: async (roomId, kind, except) => {
      const everybody = (await order(() => rooms.listParticipants(roomId))) ?? [];
      const others = everybody.filter(({ identity }) => !except.has(identity));
      const silenced = await Promise.all(others.map((one) => silence(roomId, one, kind)));
      return others.filter((_, index) => silenced[index]).map(({ identity }) => identity);
    },
    setRights: (roomId, userId, rights) =>
      orderFor(roomId, userId, () =>
        rooms.updateParticipant(roomId, userId, { permission: grantsOf(rights) }),
      ),
    countParticipants: async () => {
      const open = await breaker.run(() => rooms.listRooms());
      return open.reduce((sum, room) => sum + room.numParticipants, 0);
    },
    readWebhook: (body, authorization) => webhooks.receive(body, authorization),
    ping: async (timeoutMs) => {
      const answer = await fetch(config.apiUrl, { signal: AbortSignal.timeout(timeoutMs) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`LiveKit answered ${answer.status}`);
    },
  };
}

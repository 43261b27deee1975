import type { FastifyInstance } from 'fastify';
import { RoomServiceClient } from 'livekit-server-sdk';
import { WebSocket } from 'ws';
import type { TestAccount } from './accounts.ts';
import { type Platform, startPlatform } from './platform.ts';
import { findLiveKit, freePort, type Service, startLiveKit } from './services.ts';

/** A platform with a real media server behind it, which reports to its one worker. */
export interface MediaPlatform {
  readonly platform: Platform;
  readonly app: FastifyInstance;
  readonly rooms: RoomServiceClient;
  /** Where LiveKit is reached by HTTP. */
  readonly mediaUrl: string;
  /** Who is in a room on the media server. */
  present(roomId: string): Promise<string[]>;
  /** Enters a room with a token: signalling suffices to be there. @returns when the server cut it. */
  enter(token: string): Promise<{ cut: Promise<unknown> }>;
  stop(): Promise<void>;
}

/** Whether there is a livekit-server on this machine; where there is none, `gomeet setup` builds it. */
export const hasLiveKit = findLiveKit() !== undefined;

export async function startMediaPlatform(): Promise<MediaPlatform> {
  const program = findLiveKit();
  if (program === undefined) throw new Error('livekit-server is not built: run "gomeet setup"');
  const platform = await startPlatform();
  const { apiKey, apiSecret } = platform.config.livekit;
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const livekit: Service = await startLiveKit(program, { [apiKey]: apiSecret }, `${apiUrl}/webhooks/livekit`);
  const mediaUrl = livekit.url;
  const clientUrl = mediaUrl.replace('http', 'ws');
  const app = await platform.startWorker({
    config: { livekit: { ...platform.config.livekit, clientUrl, apiUrl: mediaUrl } },
  });
  await app.listen({ host: '127.0.0.1', port });
  const rooms = new RoomServiceClient(mediaUrl, apiKey, apiSecret);
  return {
    platform,
    app,
    rooms,
    mediaUrl,
    present: async (roomId) => (await rooms.listParticipants(roomId)).map(({ identity }) => identity),
    enter: async (token) => {
      const socket = new WebSocket(`${clientUrl}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`);
      const cut = new Promise((resolve) => socket.once('close', resolve));
      await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject));
      return { cut };
    },
    stop: async () => {
      // LiveKit does not stop while someone is in a room.
      for (const { name } of await rooms.listRooms()) await rooms.deleteRoom(name);
      await livekit.stop();
      await platform.stop();
    },
  };
}

/** Takes a seat. @returns the token for the media server. */
export const mediaToken = async (who: TestAccount, roomId: string): Promise<string> =>
  (await who.call('POST', `/api/v1/rooms/${roomId}/join`)).json().livekit.token;

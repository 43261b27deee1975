import { AccessToken } from 'livekit-server-sdk';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { type EngineRecording, EngineUnavailableError, type RecordingEngine } from './recording-engine.ts';

/** An order takes as long as joining a room does; the recorder itself gives up after 10 s. */
const orderTimeoutMs = 12_000;
/** The recorder needs its token to join once; LiveKit renews it for whoever is connected. */
const tokenSeconds = 60;

const stateSchema = z.object({
  status: z.enum(['recording', 'processing', 'ready', 'failed']),
  endedAt: z.coerce.date().nullable(),
  durationMs: z.int().nullable(),
  sizeBytes: z.int().nullable(),
  contentType: z.string().nullable(),
  error: z.string().nullable(),
});

const refusalSchema = z.object({ code: z.string(), message: z.string() });

/** gomeet's own recorder, src/platform/recorder: it names recordings as we do, and keeps them itself. */
export function createRecorderEngine(
  recorder: NonNullable<Config['recording']['recorder']>,
  livekit: Config['livekit'],
): RecordingEngine {
  async function ask(method: string, path: string, request: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${recorder.token}`, ...request.headers };
    try {
      return await fetch(new URL(path, recorder.url), { ...request, method, headers });
    } catch (error) {
      throw new EngineUnavailableError('The recorder does not answer.', { cause: error });
    }
  }

  const order = (method: string, path: string, body?: object) =>
    ask(method, path, {
      signal: AbortSignal.timeout(orderTimeoutMs),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });

  /** An unseen participant who receives everything and sends nothing. */
  function createToken(id: string, roomId: string): Promise<string> {
    const identity = `recorder-${id}`;
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, ttl: tokenSeconds });
    token.addGrant({
      roomJoin: true,
      room: roomId,
      hidden: true,
      recorder: true,
      canSubscribe: true,
      canPublish: false,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
    return token.toJwt();
  }

  return {
    name: 'recorder',
    start: async (id, roomId) => {
      const token = await createToken(id, roomId);
      const body = { id, roomName: roomId, livekitUrl: livekit.apiUrl.replace(/^http/, 'ws'), token };
      await expectSuccess(await order('POST', '/recordings', body));
      return id;
    },
    stop: async (id) => {
      const answer = await order('POST', `/recordings/${id}/stop`);
      if (answer.status !== 404) await expectSuccess(answer);
    },
    find: async (id) => {
      const answer = await order('GET', `/recordings/${id}`);
      if (answer.status === 404) return undefined;
      await expectSuccess(answer);
      return { ...stateSchema.parse(await answer.json()), location: null };
    },
    content: ({ engineId }: EngineRecording, headers) =>
      ask('GET', `/recordings/${engineId}/content`, { headers }),
    delete: async ({ engineId }) => {
      const answer = await order('DELETE', `/recordings/${engineId}`);
      if (answer.status !== 404) await expectSuccess(answer);
    },
  };
}

async function expectSuccess(answer: Response): Promise<void> {
  if (answer.ok) return;
  const refusal = refusalSchema.safeParse(await answer.json().catch(() => undefined));
  const reason = refusal.success ? refusal.data.message : `it answered ${answer.status}`;
  throw new EngineUnavailableError(`The recorder refuses: ${reason}.`, {
    retryAfterSeconds: Number(answer.headers.get('retry-after') ?? 30),
  });
}

import { AccessToken } from 'livekit-server-sdk';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { type ResolveService, recorderPlaces } from './recorder-places.ts';
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

/** gomeet's own recorder, src/platform/recorder: it names recordings as we do, and keeps them itself. There may be several. */
export function createRecorderEngine(
  recorder: NonNullable<Config['recording']['recorder']>,
  livekit: Config['livekit'],
  resolve?: ResolveService,
): RecordingEngine {
  const places = recorderPlaces(recorder.url, resolve);

  async function ask(address: string, method: string, path: string, request: RequestInit = {}) {
    const headers = { authorization: `Bearer ${recorder.token}`, ...request.headers };
    try {
      return await fetch(new URL(path, address), { ...request, method, headers });
    } catch (error) {
      throw new EngineUnavailableError('The recorder does not answer.', { cause: error });
    }
  }

  const order = (address: string, method: string, path: string, body?: object) =>
    ask(address, method, path, {
      signal: AbortSignal.timeout(orderTimeoutMs),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });

  /** Asks where the recording may be until one knows it; undefined when none does. */
  async function orderWhereItIs(engineId: string, method: string, what = ''): Promise<Response | undefined> {
    const [id] = engineId.split('@');
    for (const address of await places.of(engineId)) {
      const answer = await order(address, method, `/recordings/${id}${what}`);
      if (answer.status === 404) continue;
      await expectSuccess(answer);
      return answer;
    }
    return undefined;
  }

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
      let refusal: unknown;
      for (const address of await places.withRoom()) {
        const answer = await order(address, 'POST', '/recordings', body);
        if (answer.ok) return places.nameAt(address, id);
        // Only one that says no is passed over: one that is silent may have begun.
        refusal = await expectSuccess(answer).catch((error: unknown) => error);
      }
      throw refusal;
    },
    stop: async (engineId) => {
      await orderWhereItIs(engineId, 'POST', '/stop');
    },
    find: async (engineId) => {
      const answer = await orderWhereItIs(engineId, 'GET');
      return answer && { ...stateSchema.parse(await answer.json()), location: null };
    },
    content: async ({ engineId }: EngineRecording, headers) => {
      const [id] = engineId.split('@');
      const [address = recorder.url] = await places.of(engineId);
      return ask(address, 'GET', `/recordings/${id}/content`, { headers });
    },
    delete: async ({ engineId }) => {
      await orderWhereItIs(engineId, 'DELETE');
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

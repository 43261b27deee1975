import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { AccessToken } from 'livekit-server-sdk';
import type { Config } from '../../../src/platform/api/config.ts';

type Keys = Pick<Config['livekit'], 'apiKey' | 'apiSecret'>;

/** Signs a report as LiveKit does: a token whose claim is the digest of the body. */
export async function sign(body: string, { apiKey, apiSecret }: Keys): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl: 60 });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}

export const deliver = (
  app: FastifyInstance,
  body: string,
  authorization?: string,
): Promise<LightMyRequestResponse> =>
  app.inject({
    method: 'POST',
    url: '/webhooks/livekit',
    payload: body,
    headers: { 'content-type': 'application/webhook+json', ...(authorization && { authorization }) },
  });

/** Somebody's connection to the media server; it began just now if nothing else is said. */
export interface Connection {
  readonly identity: string;
  readonly sid: string;
  readonly joinedAtMs?: number;
}

export interface Report {
  readonly event: string;
  readonly roomId: string;
  readonly who?: Connection | undefined;
  readonly at?: Date;
}

/** Delivers one report with a right signature. */
export async function report(
  app: FastifyInstance,
  keys: Keys,
  { event, roomId, who, at = new Date() }: Report,
): Promise<LightMyRequestResponse> {
  const body = JSON.stringify({
    event,
    id: `EV_${randomUUID()}`,
    createdAt: String(Math.floor(at.getTime() / 1000)),
    room: { name: roomId, sid: 'RM_1' },
    ...(who && { participant: { joinedAtMs: Date.now(), ...who } }),
  });
  return deliver(app, body, await sign(body, keys));
}

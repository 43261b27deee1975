import { createHmac } from 'node:crypto';
import type { TurnServer } from '../../loadtest/room/network.ts';

/** An hour: longer than any call of a health check, and soon worth nothing. */
const lifetimeSeconds = 3600;

/**
 * A name and password for coturn's `use-auth-secret`: the name begins with the second at which it ends, the password is its
 * HMAC-SHA1 under the shared secret (draft-uberti-behave-turn-rest).
 */
export function turnAccount(
  { host, port, secret }: { readonly host: string; readonly port: number; readonly secret: string },
  nowMs: number,
): TurnServer {
  const username = `${Math.floor(nowMs / 1000) + lifetimeSeconds}:health-check`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { address: `${host}:${port}`, username, credential };
}

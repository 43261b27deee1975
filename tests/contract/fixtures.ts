import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createRoom, seedAccount } from '../platform/support/accounts.ts';

/** A request that must succeed. */
interface Example {
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** A body that is not JSON. */
  readonly base64?: string;
  readonly contentType?: string;
  /** Another account's access token. */
  readonly token?: string;
}

/** What hooks.py gives to schemathesis. */
export interface Fixtures {
  readonly examples: Record<string, Example[]>;
  readonly ids: Record<string, string[]>;
  readonly tokens: Record<string, string>;
}

/** Fills the API with what its operations need in order to succeed. */
export async function makeFixtures(app: FastifyInstance): Promise<Fixtures> {
  const host = await seedAccount(app, 'Hera');
  const guest = await seedAccount(app, 'Gaia');
  const rooms = await Promise.all([createRoom(host), createRoom(host), createRoom(guest)]);
  return {
    tokens: { default: host.token },
    ids: { roomId: rooms, userId: [host.userId, guest.userId] },
    examples: {
      registerAccount: [
        {
          body: {
            email: `${randomUUID()}@example.org`,
            password: 'a long password',
            firstName: 'Ada',
            lastName: 'Lovelace',
          },
        },
      ],
    },
  };
}

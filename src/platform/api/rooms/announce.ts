import type { FastifyInstance } from 'fastify';

type Event = Parameters<FastifyInstance['outgoing']>[0];

/**
 * Tells the webhooks of a room's owner what happened. Nobody waits for it: who joins should not be slower because somebody
 * has a webhook, and what is told has happened whether it is told or not.
 */
export function announce(
  app: FastifyInstance,
  { hostId, ...event }: Omit<Event, 'hostId'> & { readonly hostId?: string },
): void {
  tell(app, event, hostId).catch((error: unknown) =>
    app.log.warn({ err: error, type: event.type, roomId: event.roomId }, 'webhooks were not told'),
  );
}

async function tell(app: FastifyInstance, event: Omit<Event, 'hostId'>, hostId: string | undefined) {
  const owner = hostId ?? (await app.rooms.find(event.roomId))?.host_id;
  if (owner !== undefined) await app.outgoing({ ...event, hostId: owner });
}

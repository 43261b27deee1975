import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { LiveKit } from '../livekit.ts';
import type { ParticipantRepository } from '../repositories/participants.ts';

interface Neighbours {
  readonly participants: Pick<ParticipantRepository, 'findRole'>;
  readonly livekit: Pick<LiveKit, 'hasParticipant' | 'removeParticipant'>;
  readonly log: Pick<FastifyBaseLogger, 'warn'>;
}

export type Departures = ReturnType<typeof createDepartures>;

/**
 * Ends the media of those who gave their seat back, should their own client not have done so: whoever kept the
 * connection would go on listening unseen.
 *
 * Not at once: an order knows a person, not their connection. LiveKit gives one that meets a closing connection up to
 * three times, seconds apart, and by then it would cut whoever went to another room and has come back.
 * @param graceMs what clients get for closing their media themselves.
 */
export function createDepartures({ participants, livekit, log }: Neighbours, graceMs: number) {
  const stopping = new AbortController();
  const pending = new Set<Promise<void>>();

  async function end(roomId: string, userId: string): Promise<void> {
    await delay(graceMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    // Nearly all have gone by themselves, so LiveKit is asked first: that costs the database nothing.
    if (!(await livekit.hasParticipant(roomId, userId))) return;
    if ((await participants.findRole(roomId, userId))?.present) return;
    await livekit.removeParticipant(roomId, userId);
  }

  return {
    /** Looks after somebody's media once they have left a room. Nobody waits for it: their seat is free already. */
    follow(roomId: string, userId: string): void {
      const ending = end(roomId, userId)
        .catch((error: unknown) =>
          log.warn({ err: error, roomId, userId }, 'media of someone who left may still flow'),
        )
        .finally(() => pending.delete(ending));
      pending.add(ending);
    },
    /** Looks after all of them now, as the process ends. */
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(pending);
    },
  };
}

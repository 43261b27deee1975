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
  /** Those whose time runs, with what is done when it is up. At the end of a large meeting they are tens of thousands. */
  const waiting = new Map<NodeJS.Timeout, () => Promise<void>>();
  let stopped = false;

  async function end(roomId: string, userId: string): Promise<void> {
    try {
      // Nearly all have gone by themselves, so LiveKit is asked first: that costs the database nothing.
      if (!(await livekit.hasParticipant(roomId, userId))) return;
      if ((await participants.findRole(roomId, userId))?.present) return;
      await livekit.removeParticipant(roomId, userId);
    } catch (error) {
      log.warn({ err: error, roomId, userId }, 'media of someone who left may still flow');
    }
  }

  return {
    /** Looks after somebody's media once they have left a room. Nobody waits for it: their seat is free already. */
    follow(roomId: string, userId: string): void {
      if (stopped) {
        void end(roomId, userId);
        return;
      }
      const timer = setTimeout(() => {
        waiting.delete(timer);
        void end(roomId, userId);
      }, graceMs).unref();
      waiting.set(timer, () => end(roomId, userId));
    },
    /** Looks after all of them now, as the process ends. */
    async stop(): Promise<void> {
      stopped = true;
      const ends = [...waiting.values()];
      for (const timer of waiting.keys()) clearTimeout(timer);
      waiting.clear();
      await Promise.all(ends.map((look) => look()));
    },
  };
}

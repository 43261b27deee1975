import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import type { Config } from '../config.ts';
import { createLiveKit, isLiveKitFailure, type LiveKit } from '../livekit.ts';
import type { Policy } from '../policy.ts';

declare module 'fastify' {
  interface FastifyInstance {
    livekit: LiveKit;
  }
}

/** However often and by how many it is scraped, LiveKit is asked for its rooms no more often than this. */
const sharedForMs = 5000;

export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const breaker = app.createBreaker('livekit', isLiveKitFailure);
  const livekit = createLiveKit(config.livekit, policy.mediaTokenSeconds, breaker);
  app.decorate('livekit', livekit);

  let counted: Promise<number> | undefined;
  const count = () => {
    if (counted === undefined) {
      counted = livekit.countParticipants();
      setTimeout(() => {
        counted = undefined;
      }, sharedForMs).unref();
    }
    return counted;
  };
  new Gauge({
    name: 'livekit_participants_total',
    help: 'People in all rooms of the media server together; every worker tells the same, so take the maximum of them',
    registers: [app.metrics.registry],
    async collect() {
      // While LiveKit is away there is no number, which is not the number 0.
      this.remove();
      const participants = await count().catch(() => undefined);
      if (participants !== undefined) this.set(participants);
    },
  });
});

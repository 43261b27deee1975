import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { createLiveKit, isLiveKitFailure, type LiveKit } from '../livekit.ts';
import type { Policy } from '../policy.ts';

declare module 'fastify' {
  interface FastifyInstance {
    livekit: LiveKit;
  }
}

export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const breaker = app.createBreaker('livekit', isLiveKitFailure);
  app.decorate('livekit', createLiveKit(config.livekit, policy.mediaTokenSeconds, breaker));
});

import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { createLiveKit, type LiveKit } from '../livekit.ts';
import type { Policy } from '../policy.ts';

declare module 'fastify' {
  interface FastifyInstance {
    livekit: LiveKit;
  }
}

export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  app.decorate('livekit', createLiveKit(config.livekit, policy.mediaTokenSeconds));
});

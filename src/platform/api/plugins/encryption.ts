import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { createEncryption, type Encryption } from '../encryption.ts';

declare module 'fastify' {
  interface FastifyInstance {
    encryption: Encryption;
  }
}

export default fp<{ config: Config }>(async (app, { config }) => {
  app.decorate('encryption', createEncryption(config.dataKeys));
});

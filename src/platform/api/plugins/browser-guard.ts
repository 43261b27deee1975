import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { Problem } from '../problems.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Origins whose pages may call the API, the platform's own among them. */
    allowedOrigins: ReadonlySet<string>;
    /**
     * Refuses a request that a page of another origin makes. Where a cookie alone speaks for somebody the origin must be
     * named (`must`); elsewhere a client that is no browser names none. @throws {Problem} `origin-not-allowed`.
     */
    checkOrigin(request: FastifyRequest, presence: 'must' | 'may'): void;
  }
}

/** What answers of the API allow a browser that shows one as a page: nothing. */
const permissionsPolicy = ['camera', 'microphone', 'display-capture', 'geolocation', 'payment', 'usb']
  .map((feature) => `${feature}=()`)
  .join(', ');

const yearSeconds = 365 * 86_400;

/** What a browser is told and believed: security headers, cookies, and which origins may call. */
export default fp<{ config: Config }>(async (app, { config }) => {
  const { publicUrl, allowedOrigins } = config.web;
  const origins: ReadonlySet<string> = new Set([publicUrl, ...allowedOrigins]);
  app.decorate('allowedOrigins', origins);
  app.decorate('checkOrigin', ({ headers: { origin } }, presence) => {
    if (origin === undefined ? presence === 'may' : origins.has(origin)) return;
    throw new Problem('origin-not-allowed');
  });

  // Preflight requests carry no token; the plugin answers them by a route of its own, before tokens are looked at.
  app.addHook('onRoute', (route) => {
    if (route.method === 'OPTIONS' && route.url === '*') route.config = { ...route.config, access: 'public' };
  });
  await app.register(cors, {
    delegator: async ({ headers: { origin } }: FastifyRequest) => ({
      // A page of another origin gets no word about cross-origin requests, and so its browser refuses for it.
      origin: origin !== undefined && origins.has(origin) ? origin : false,
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'range'],
      exposedHeaders: [
        'location',
        'retry-after',
        'ratelimit',
        'ratelimit-policy',
        'x-request-id',
        'idempotency-replayed',
      ],
      maxAge: 600,
    }),
  });
  await app.register(cookie);
  // Answers are data: a browser that is made to show one as a page may load nothing.
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      // What stands beside the default is not covered by it, or is asked for by name (ASVS 5.0, 3.4.3).
      directives: {
        defaultSrc: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Over plain http browsers ignore it; TLS may end at a proxy in front.
    strictTransportSecurity: publicUrl.startsWith('https:') && { maxAge: yearSeconds },
  });
  app.addHook('onSend', async (request, reply) => {
    if (!reply.hasHeader('permissions-policy')) reply.header('permissions-policy', permissionsPolicy);
    // Answers are about one person, whatever stands between them and the API.
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
  });
});

import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import type { Account } from '../auth/access-token.ts';
import { createPasswords, type Passwords } from '../auth/passwords.ts';
import { createLimiter, type Limiter, type Usage } from '../limiter.ts';
import type { Limit, Policy } from '../policy.ts';
import { Problem } from '../problems.ts';

declare module 'fastify' {
  interface FastifyInstance {
    passwords: Passwords;
    limiter: Limiter;
    /** Counts one use for a request and shows it in the answer's headers. @throws {Problem} `rate-limited`. */
    enforce(request: FastifyRequest, limit: Limit, subject: string): Promise<void>;
  }
  interface FastifyRequest {
    account: Account | undefined;
    usages: Usage[];
  }
  interface FastifyContextConfig {
    /**
     * Who may call the route. Without this an access token is needed, so forgetting it locks a route instead of opening
     * it. `probe` is for load balancers and signed webhooks: public and not counted against the address.
     */
    access?: 'public' | 'probe';
    /** A limit beside the overall one, counted per account, or per address on a public route. */
    limit?: Limit;
  }
}

/** The source address as limits count it: an IPv6 subscriber owns a whole /64, an IPv4-mapped address is IPv4. */
export const addressSubject = (address: string) => `address:${normalizeIP(address)}`;

/** The account of a request on a route that needs one. */
export function accountOf(request: FastifyRequest): Account {
  if (!request.account) throw new Problem('unauthenticated');
  return request.account;
}

/** Recognises who speaks, counts the request against its limits, and only then lets it reach a route. */
export default fp<{ policy: Policy }>(async (app, { policy }) => {
  const passwords = await createPasswords(policy.concurrentPasswordHashes, policy.queuedPasswordHashes);
  const limiter = createLimiter(app.redis, app.metrics.limiterAway);
  new Gauge({
    name: 'gomeet_password_hashes',
    help: 'Argon2id hashes running and waiting',
    labelNames: ['state'],
    registers: [app.metrics.registry],
    collect() {
      this.set({ state: 'running' }, passwords.running);
      this.set({ state: 'waiting' }, passwords.waiting);
    },
  });

  app.decorate('passwords', passwords);
  app.decorate('limiter', limiter);
  app.decorate('enforce', async (request, limit, subject) => {
    const usage = await limiter.consume(limit, subject);
    if (!usage) return;
    request.usages.push(usage);
    if (!usage.exceeded) return;
    app.metrics.rateLimited.inc({ limit: limit.name });
    const { quota, windowSeconds } = limit;
    throw new Problem('rate-limited', `The limit "${limit.name}" is ${quota} in ${windowSeconds} seconds.`, {
      headers: { 'retry-after': String(usage.resetSeconds) },
    });
  });
  app.decorateRequest('account', undefined);

  app.addHook('onRequest', async (request) => {
    request.usages = [];
    const { limit } = request.routeOptions.config;
    // An address that does not exist needs no token to be told so.
    const access = request.is404 ? 'public' : request.routeOptions.config.access;
    if (access === 'probe') return;
    const bearer = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    request.account = bearer === undefined ? undefined : await app.accessTokens.verify(bearer);
    const byAddress = access === 'public' || !request.account;
    const subject =
      byAddress || !request.account ? addressSubject(request.ip) : `account:${request.account.userId}`;
    // All questions are sent to Redis at once and travel in one round trip.
    const [isEnded] = await Promise.all([
      request.account ? app.sessions.isEnded(request.account.sessionId) : false,
      app.enforce(request, policy.limits.overall, subject),
      ...(limit ? [app.enforce(request, limit, subject)] : []),
    ]);
    if (isEnded) request.account = undefined;
    if (access === undefined && !request.account) {
      throw new Problem('unauthenticated', isEnded ? 'The session was ended; log in again.' : undefined, {
        headers: { 'www-authenticate': 'Bearer realm="gomeet"' },
      });
    }
  });

  // The structured fields of draft-ietf-httpapi-ratelimit-headers: which limits apply, and what is left of each.
  app.addHook('onSend', async (request, reply) => {
    if (!request.usages?.length) return;
    const list = (render: (usage: Usage) => string) => request.usages.map(render).join(', ');
    reply.header(
      'ratelimit-policy',
      list(({ limit }) => `"${limit.name}";q=${limit.quota};w=${limit.windowSeconds}`),
    );
    reply.header(
      'ratelimit',
      list(({ limit, remaining, resetSeconds }) => `"${limit.name}";r=${remaining};t=${resetSeconds}`),
    );
  });
});

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import { Problem } from '../problems.ts';
import { createIdempotencyKeyRepository, type KeyedRequest } from '../repositories/idempotency-keys.ts';
import { problemResponses } from '../schemas.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Creates something: `Idempotency-Key` makes a repetition get the first answer instead of a second thing. */
    idempotent?: boolean;
  }
  interface FastifyRequest {
    /** The key that this request holds while it is answered. */
    claim: (KeyedRequest & { readonly claimedAt: string }) | undefined;
  }
}

const headersSchema = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, '1 to 255 visible ASCII characters, such as a UUID')
    .optional()
    .describe('Repeating a request with the same key within a day gives the first answer again'),
});

const conflicts = ['idempotency-key-reused', 'request-in-progress'] as const;
/** What a repetition gets besides status and body. */
const keptHeaders = ['content-type', 'location'];

/** Documents the header and its refusals on every route that takes it. */
function describeRoute(route: RouteOptions): void {
  if (!route.config?.idempotent || !route.schema) return;
  const responses = (route.schema.response ?? {}) as Record<string, { description?: string }>;
  const known = responses[409];
  const added = problemResponses(...conflicts)[409];
  route.schema = {
    ...route.schema,
    headers: headersSchema,
    response: {
      ...responses,
      409: known ? { ...known, description: `${known.description}, ${conflicts.join(', ')}` } : added,
    },
  };
}

const digestOf = (request: FastifyRequest) =>
  createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex');

/**
 * `Idempotency-Key` on routes that create something. Only what succeeded is kept: a refusal has created nothing, and its
 * reason may be gone when the client repeats. A worker that is killed between creating and answering leaves a key that a
 * repetition takes over after a minute; what it had created by then is created again.
 */
export default fp(async (app) => {
  const keys = createIdempotencyKeyRepository(app.databases.directory, app.encryption);
  app.decorateRequest('claim', undefined);
  app.addHook('onRoute', describeRoute);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (!request.routeOptions.config.idempotent || typeof key !== 'string' || !request.account) return;
    const keyed = { userId: request.account.userId, key, digest: digestOf(request) };
    const claim = await keys.claim(keyed);
    if (claim.outcome === 'claimed') request.claim = { ...keyed, claimedAt: claim.claimedAt };
    else if (claim.outcome === 'answered') {
      const { status, headers, body } = claim.answer;
      return reply.code(status).headers(headers).header('idempotency-replayed', 'true').send(body);
    } else if (claim.outcome === 'other-request') throw new Problem('idempotency-key-reused');
    else throw new Problem('request-in-progress', undefined, { headers: { 'retry-after': '1' } });
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.claim) await finish(request, request.claim, reply, payload);
    return payload;
  });

  async function finish(
    request: FastifyRequest,
    claim: NonNullable<FastifyRequest['claim']>,
    reply: FastifyReply,
    payload: unknown,
  ) {
    request.claim = undefined;
    try {
      if (reply.statusCode >= 300) return await keys.release(claim, claim.claimedAt);
      const headers = keptHeaders.flatMap((name) => {
        const value = reply.getHeader(name);
        return value === undefined ? [] : [[name, String(value)]];
      });
      return await keys.keep(claim, claim.claimedAt, {
        status: reply.statusCode,
        headers: Object.fromEntries(headers),
        body: typeof payload === 'string' ? payload : '',
      });
    } catch (error) {
      // The thing exists and the client must hear so; a repetition will be told that the first is still running.
      request.log.warn({ err: error }, 'the answer of an idempotent request was not kept');
    }
  }
});

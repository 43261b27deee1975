import type { FastifyInstance } from 'fastify';
import type { AccountState } from './account-state.ts';

interface ByName {
  Params: { bucket: string };
}

/** Buckets by the S3 protocol, as far as gomeet asks: is it there, and make it. A request must be signed with a key of the account. */
export function bucketRoutes(app: FastifyInstance, read: () => AccountState): void {
  const isSigned = (authorization: string | undefined): boolean =>
    read().keys.some(({ access_key }) =>
      authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${access_key}/`),
    );
  app.head<ByName>('/:bucket', ({ params, headers }, reply) => {
    const isOurs = !read().bucketsOfOthers.has(params.bucket);
    if (!isSigned(headers.authorization) || !isOurs) return reply.code(403).send();
    return reply.code(read().buckets.has(params.bucket) ? 200 : 404).send();
  });
  app.put<ByName>('/:bucket', ({ params, headers }, reply) => {
    if (!isSigned(headers.authorization)) return reply.code(403).send();
    read().buckets.add(params.bucket);
    return reply.code(200).send();
  });
}

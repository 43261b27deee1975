import Fastify, { type FastifyInstance } from 'fastify';

/** The port of one worker that is not for the public: its metrics, and its own health where the public port is shared. */
export function buildAdmin(app: FastifyInstance): FastifyInstance {
  const admin = Fastify({ logger: false });
  admin.get('/metrics', async (_request, reply) => {
    reply.type(app.metrics.registry.contentType);
    return app.metrics.registry.metrics();
  });
  for (const path of ['/healthz', '/readyz']) {
    admin.get(path, async (_request, reply) => {
      const answer = await app.inject({ method: 'GET', url: path });
      return reply.code(answer.statusCode).type('application/json').send(answer.body);
    });
  }
  return admin;
}

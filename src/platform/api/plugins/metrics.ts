import fp from 'fastify-plugin';
import { createMetrics, type Metrics } from '../metrics.ts';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics;
  }
}

/** Times every request under its route's pattern: a pattern is one series, the addresses under it would be thousands. */
export default fp<{ worker: string }>(async (app, { worker }) => {
  const metrics = createMetrics(worker);
  app.decorate('metrics', metrics);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const labels = { route, method: request.method, status: reply.statusCode };
    metrics.httpDuration.observe(labels, reply.elapsedTime / 1000);
    metrics.httpRequests.inc(labels);
  });
});

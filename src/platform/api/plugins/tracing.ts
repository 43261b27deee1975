import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import type { ServerSpan } from '../tracing/otlp-tracing.ts';
import { noTracing, type Tracing } from '../tracing/tracing.ts';

declare module 'fastify' {
  interface FastifyInstance {
    tracing: Tracing;
  }
  interface FastifyRequest {
    span: ServerSpan | undefined;
  }
}

/** OpenTelemetry, where a collector is set. Its libraries are loaded only then: they take 100 ms and some megabytes. */
export default fp<{ config: Config }>(async (app, { config }) => {
  if (!config.tracing) {
    app.decorate('tracing', noTracing);
    return;
  }
  const { createOtlpTracing } = await import('../tracing/otlp-tracing.ts');
  const tracing = createOtlpTracing({ ...config.tracing, worker: config.worker });
  app.decorate('tracing', tracing);
  app.decorateRequest('span', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    request.span = tracing.serve(typeof traceparent === 'string' ? traceparent : undefined);
    request.span.within(done);
  });
  // Reading the body lost the context: its events are the socket's, which was there before the request.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.span) request.span.within(done);
    else done();
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    request.span?.end(
      route === undefined ? request.method : `${request.method} ${route}`,
      {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
        'gomeet.request_id': request.id,
      },
      reply.statusCode >= 500,
    );
  });
  app.addHook('onClose', () => tracing.shutdown());
});

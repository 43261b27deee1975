import fp from 'fastify-plugin';

/**
 * One line for each request, with neither headers nor body: that is where tokens and passwords are. The path is logged
 * without its query, and health checks only when they fail: probes would outnumber everything else.
 */
export default fp(async (app) => {
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const quiet = request.routeOptions.config.access === 'probe' && reply.statusCode < 400;
    request.log[quiet ? 'debug' : 'info'](
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        userId: request.account?.userId,
        address: request.ip,
      },
      'request',
    );
  });
});

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';

const dependencySchema = z.object({ state: z.enum(['ok', 'failed']), ms: z.number() });

const readinessSchema = z.object({
  state: z.enum(['ready', 'draining', 'failed']),
  worker: z.string(),
  dependencies: z.object({ postgres: dependencySchema, redis: dependencySchema, livekit: dependencySchema }),
  notes: z.array(z.string()).describe('What it does without, as it was set up'),
});

type Readiness = z.infer<typeof readinessSchema>;

const probeTimeoutMs = 1000;
/**
 * Probes come from many load balancers, and from anyone: they share one look at the services behind, and its result, good
 * or bad, for this long. So a worker looks at most five times a second, and what changes shows almost at once.
 */
const sharedForMs = 200;

async function probe(check: () => Promise<unknown>): Promise<z.infer<typeof dependencySchema>> {
  const start = performance.now();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer in ${probeTimeoutMs} ms`)), probeTimeoutMs);
  const state = await Promise.race([check(), late.promise]).then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  clearTimeout(timer);
  return { state, ms: Math.round((performance.now() - start) * 10) / 10 };
}

/** `/health` and `/healthz`: the process lives. `/readyz`: it can do its work, so traffic may come. */
const routes: FastifyPluginAsyncZod<{ worker: string; notes: string[] }> = async (app, { worker, notes }) => {
  for (const [path, operationId] of [
    ['/health', 'getHealth'],
    ['/healthz', 'getLiveness'],
  ] as const) {
    app.get(
      path,
      {
        config: { access: 'probe' },
        schema: {
          operationId,
          tags: ['operations'],
          security: [],
          summary: 'Whether the process lives',
          response: { 200: z.object({ state: z.literal('ok') }) },
        },
      },
      async () => ({ state: 'ok' as const }),
    );
  }

  async function look(): Promise<Readiness> {
    const [postgres, redis, livekit] = await Promise.all([
      probe(() => Promise.all(app.pools.map((pool) => pool.query('SELECT 1')))),
      probe(() => app.redis.ping()),
      probe(() => app.livekit.ping(probeTimeoutMs)),
    ]);
    const dependencies = { postgres, redis, livekit };
    const failed = Object.values(dependencies).some((dependency) => dependency.state === 'failed');
    return { state: failed ? 'failed' : 'ready', worker, dependencies, notes };
  }

  let shared: Promise<Readiness> | undefined;
  async function lookAndForget(): Promise<Readiness> {
    const readiness = await look();
    setTimeout(() => {
      shared = undefined;
    }, sharedForMs).unref();
    return readiness;
  }

  app.get(
    '/readyz',
    {
      config: { access: 'probe' },
      schema: {
        operationId: 'getReadiness',
        tags: ['operations'],
        security: [],
        summary: 'Whether the worker can serve, with the state of each service behind it',
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      shared ??= lookAndForget();
      const readiness = await shared;
      const state = app.lifecycle.draining ? 'draining' : readiness.state;
      return reply.code(state === 'ready' ? 200 : 503).send({ ...readiness, state });
    },
  );
};

export default routes;

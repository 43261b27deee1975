import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { createEgressEngine } from '../recordings/egress-engine.ts';
import { createRecorderEngine } from '../recordings/recorder-engine.ts';
import { Recordings } from '../recordings/recordings.ts';
import { createRecordingRepository } from '../repositories/recordings.ts';

declare module 'fastify' {
  interface FastifyInstance {
    recordings: Recordings;
  }
}

/** How often unfinished recordings are looked after, by one worker of all: one that ends by itself is then soon seen. */
const mendIntervalMs = 10_000;
const mendingKey = 'recordings:mending';

export default fp<{ config: Config }>(async (app, { config }) => {
  const { egress, recorder } = config.recording;
  const engines = [
    ...(egress ? [createEgressEngine(egress, config.livekit)] : []),
    ...(recorder ? [createRecorderEngine(recorder, config.livekit)] : []),
  ];
  const recordings = new Recordings(app, createRecordingRepository(app.databases), engines);
  app.decorate('recordings', recordings);
  if (engines.length === 0 || !config.roles.includes('meeting')) return;

  async function mend(): Promise<void> {
    // Half of the interval, so that a worker that dies in its turn costs one turn.
    const turn = await app.redis.set(mendingKey, config.worker, 'PX', mendIntervalMs / 2, 'NX');
    if (turn !== null) await recordings.mendAll();
  }
  const timer = setInterval(() => {
    mend().catch((error: unknown) => app.log.warn({ err: error }, 'recordings were not looked after'));
  }, mendIntervalMs);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
});

import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { JobScheduler } from '../jobs/job-scheduler.ts';
import { periodicJobs } from '../jobs/jobs.ts';

/** Every process offers to do the periodic jobs; each is done by one of them. */
export default fp<{ config: Config }>(async (app, { config }) => {
  const scheduler = new JobScheduler({
    jobs: periodicJobs(config.retention),
    databases: app.databases,
    now: () => new Date(),
    onDone: (job, count) => app.log.info({ job, count }, 'periodic job'),
    onError: (job, error) => app.log.warn({ job, err: error }, 'periodic job'),
  });
  app.addHook('onListen', async () => scheduler.start());
  app.addHook('preClose', () => scheduler.stop());
});

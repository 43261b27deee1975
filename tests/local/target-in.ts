import { createLocalTarget, type LocalTarget } from '../../src/adapters/local-target.ts';
import { localAlerting } from '../../src/monitoring/local-alerting.ts';

const projectRoot = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** The same target as gomeet's commands see in that folder. */
export const targetIn = (folder: string): LocalTarget =>
  createLocalTarget({
    projectRoot,
    cwd: folder,
    env: process.env,
    signal: new AbortController().signal,
    config: { local: { directory: '.gomeet', ports: {} }, tools: {} },
    alerting: async () => localAlerting(projectRoot),
    now: Date.now,
    monotonic: () => performance.now(),
  });

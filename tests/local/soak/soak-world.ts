import { performance } from 'node:perf_hooks';
import { getJson } from '../../../src/adapters/http.ts';
import { createK6 } from '../../../src/adapters/k6.ts';
import { createLocalTarget } from '../../../src/adapters/local-target.ts';
import { createPlatformDoors } from '../../../src/adapters/platform-doors.ts';
import { connectPostgres } from '../../../src/adapters/postgres.ts';
import { scrape } from '../../../src/adapters/prometheus.ts';
import { localAlerting } from '../../../src/monitoring/local-alerting.ts';
import { repository } from '../../monitoring/shipped-rules.ts';

/** What the drills' parts need of the outside world, for the platform that was deployed in a folder. */
export function soakWorld(folder: string, signal: AbortSignal) {
  const world = {
    projectRoot: repository,
    cwd: folder,
    env: process.env,
    signal,
    now: Date.now,
    monotonic: () => performance.now(),
  };
  const target = createLocalTarget({
    ...world,
    config: { local: { directory: '.gomeet', ports: {} }, tools: {} },
    alerting: async () => localAlerting(repository),
  });
  return {
    ...world,
    target,
    localTarget: async () => target,
    platformDoors: async () => createPlatformDoors(),
    k6: async () => createK6(world),
    postgres: async (url: string) => connectPostgres(url),
    getJson,
    scrape,
  };
}

export type SoakWorld = ReturnType<typeof soakWorld>;

import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { checkHealth, type HealthNeeds } from '../health/check-health.ts';

/** What the health check says of the platform after a drill. */
export interface HealthAfter {
  readonly healthy: boolean;
  /** What failed, with what was found. */
  readonly failed: readonly string[];
}

/**
 * Asks the whole health check, ending in a real call. Its own progress is not shown: it would look like a second command.
 * Once more when it fails: a supervisor that starts a service again waits longer each time.
 */
export async function readHealth(ctx: HealthNeeds): Promise<HealthAfter> {
  const first = await look(ctx);
  return first.healthy ? first : look(ctx);
}

async function look(ctx: HealthNeeds): Promise<HealthAfter> {
  try {
    const { checks, exitCode } = await checkHealth({ ...ctx, progress: silent });
    const failed = checks.filter(({ status }) => status === 'failed');
    return {
      healthy: exitCode === ExitCode.ok,
      failed: failed.map(({ title, found }) => `${title}: ${found}`),
    };
  } catch (error) {
    return { healthy: false, failed: [`the health check could not be made: ${(error as Error).message}`] };
  }
}

const silent: Context['progress'] = {
  step: () => ({ update: () => undefined, succeed: () => undefined, fail: () => undefined }),
  note: () => undefined,
};

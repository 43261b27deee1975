import { z } from 'zod';
import type { Context } from '../context.ts';
import type { CheckResult } from './check.ts';

/** The body of the API's /readyz: each thing that it depends on, with how long it took to answer. */
const readiness = z.object({
  dependencies: z.record(z.string(), z.object({ state: z.string(), ms: z.number().nullish() })),
});

/** Judges one answer of /readyz; `answer` is undefined when there was none, and `why` says so. */
export function readinessCheck(
  worker: string,
  answer: { status: number; body: unknown } | undefined,
  why: string,
): CheckResult {
  const parsed = readiness.safeParse(answer?.body);
  const dependencies = Object.entries(parsed.success ? parsed.data.dependencies : {}).map(
    ([name, { state, ms }]) => `${name} ${state}${typeof ms === 'number' ? ` in ${ms.toFixed(1)} ms` : ''}`,
  );
  const isReady = answer?.status === 200;
  return {
    id: 'api-readiness',
    category: 'API',
    title: `readiness of ${worker}`,
    status: isReady ? 'ok' : 'failed',
    found: answer === undefined ? why : `HTTP ${answer.status}: ${dependencies.join(', ') || 'no details'}`,
    needed: 'HTTP 200, with everything it depends on answering',
    hint: isReady ? null : 'gomeet status   shows which service is down',
  };
}

/** Asks each API process. Of several, those that do not answer are a warning while another does. */
export async function readinessChecks(
  ctx: Pick<Context, 'getJson'>,
  adminUrls: readonly string[],
): Promise<CheckResult[]> {
  const checks = await Promise.all(
    adminUrls.map(async (url, index) => {
      const worker = `api-${index + 1}`;
      try {
        return readinessCheck(worker, await ctx.getJson(`${url}/readyz`), '');
      } catch (error) {
        return readinessCheck(worker, undefined, (error as Error).message);
      }
    }),
  );
  const serves = checks.some(({ status }) => status === 'ok');
  return checks.map((check) =>
    serves && check.status === 'failed' ? { ...check, status: 'warning' } : check,
  );
}

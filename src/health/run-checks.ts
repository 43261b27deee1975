import type { Check, CheckResult } from './check.ts';
import { healthCodeOf } from './codes.ts';

/** Runs checks side by side. One that throws has failed; the others are not disturbed. Results are in the order of the checks. */
export function runChecks<World>(checks: readonly Check<World>[], world: World): Promise<CheckResult[]> {
  return Promise.all(
    checks.map(async ({ id, category, title, run }) => {
      const about = { id, category, title };
      try {
        const { hint = null, ...outcome } = await run(world);
        return { ...about, ...outcome, hint };
      } catch (error) {
        const found = error instanceof Error ? error.message : String(error);
        return {
          ...about,
          status: 'failed' as const,
          found,
          needed: '',
          hint: `read docs/checks.md#${healthCodeOf(id).code.toLowerCase()}`,
        };
      }
    }),
  );
}

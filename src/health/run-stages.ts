import type { CheckResult } from './check.ts';
import { skippedCheck } from './check-of.ts';
import { healthCodeOf } from './codes.ts';

/** Checks that are asked at one moment; what comes later needs them. */
export interface Stage {
  /** The checks that this stage has at least: they are listed as skipped where it is not reached. */
  readonly ids: readonly string[];
  check(): Promise<readonly CheckResult[]>;
}

/** Asks stage by stage, in order of dependency. After a failed check whose severity is fatal the rest is listed as skipped. */
export async function runStages(stages: readonly Stage[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { ids, check } of stages) {
    const fatal = results.find(
      ({ id, status }) => status === 'failed' && healthCodeOf(id).severity === 'fatal',
    );
    if (fatal === undefined) results.push(...(await check()));
    else {
      const why = `not asked: ${healthCodeOf(fatal.id).code} ${fatal.id} has failed`;
      results.push(...ids.map((id) => skippedCheck(id, why)));
    }
  }
  return results;
}

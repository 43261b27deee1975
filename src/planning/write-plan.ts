import { readFile } from 'node:fs/promises';
import { ExitCode, GomeetError } from '../errors.ts';
import { writeWhole } from '../results/write-run.ts';
import { type PlanDocument, planSchema } from './plan.ts';

/**
 * Writes plan.json whole or not at all. An earlier plan is written over, anything else is not.
 *
 * @throws GomeetError (conflict) when the file holds something else
 */
export async function writePlan(path: string, plan: PlanDocument): Promise<void> {
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present !== undefined && !isPlan(present))
    throw new GomeetError(
      `${path} is there already and holds something else; accepted: a new name, or an earlier plan`,
      {
        exitCode: ExitCode.conflict,
        code: 'file-exists',
        hint: 'gomeet plan --out plan.json',
      },
    );
  await writeWhole(path, `${JSON.stringify(planSchema.parse(plan), null, 1)}\n`);
}

function isPlan(text: string): boolean {
  try {
    const { schema } = JSON.parse(text) as { schema?: unknown };
    return schema === 'gomeet.plan/v1';
  } catch {
    return false;
  }
}

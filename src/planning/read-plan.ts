import { resolve } from 'node:path';
import type * as z from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { readText } from '../read-text.ts';
import { type PlanDocument, planSchema } from './plan.ts';
import { faultOf } from './plan-faults.ts';

/**
 * Reads a plan.json.
 *
 * @param file relative to the working directory
 * @throws GomeetError (usage) with the path in the document, for a file that is missing, no JSON or no plan
 */
export async function readPlan(ctx: { readonly cwd: string }, file: string): Promise<PlanDocument> {
  const text = await readText(resolve(ctx.cwd, file)).catch((cause: Error) => {
    throw notAPlan(file, `cannot be read: ${cause.message}`, cause);
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    if (isEvent(text)) throw anEvent(file);
    throw notAPlan(file, `is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const result = planSchema.safeParse(document);
  if (!result.success) throw notAPlan(file, `is no plan: ${issuesOf(result.error)}`, result.error);
  const fault = faultOf(result.data);
  if (fault !== undefined) throw notAPlan(file, `is no plan: ${fault}`, undefined);
  return result.data;
}

/** The first few: a file of something else has hundreds. */
const issuesOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`)
    .join('; ');

const notAPlan = (file: string, why: string, cause: unknown): GomeetError =>
  new GomeetError(`${file} ${why}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-plan',
    hint: 'gomeet plan --out plan.json',
    cause,
  });

/** What `gomeet plan --out` writes, whole or not. */
export const isOwnPlan = (text: string): boolean => /"schema"\s*:\s*"gomeet\.plan\//.test(text);

/** `plans/reference.yaml` and its like say what is planned for; people hand them to whatever reads plans. */
export const isEvent = (text: string): boolean => /^(?:event|meetings):/m.test(text);

export const anEvent = (file: string): GomeetError =>
  new GomeetError(`${file} is an event, and no plan: plan it first`, {
    exitCode: ExitCode.usage,
    code: 'event-is-no-plan',
    hint: `gomeet plan ${file} --out plan.json`,
  });

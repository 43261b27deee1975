import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type * as z from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { type PlanDocument, planSchema } from './plan.ts';

/**
 * Reads a plan.json.
 *
 * @param file relative to the working directory
 * @throws GomeetError (usage) with the path in the document, for a file that is missing, no JSON or no plan
 */
export async function readPlan(ctx: { readonly cwd: string }, file: string): Promise<PlanDocument> {
  const text = await readFile(resolve(ctx.cwd, file), 'utf8').catch((cause: unknown) => {
    throw notAPlan(file, 'cannot be read', cause);
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw notAPlan(file, `is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const result = planSchema.safeParse(document);
  if (!result.success) throw notAPlan(file, `is no plan: ${issuesOf(result.error)}`, result.error);
  const dangling = danglingOf(result.data);
  if (dangling !== undefined) throw notAPlan(file, `is no plan: ${dangling}`, undefined);
  return result.data;
}

/** What a schema cannot say: every name of a line has to lead to one. */
function danglingOf({ lines, totals, resources }: PlanDocument): string | undefined {
  const named = [
    ...Object.entries(totals).map(([name, id]) => [`totals.${name}`, id] as const),
    ...resources.flatMap(({ quantity, hours }, index) => [
      [`resources.${index}.quantity`, quantity] as const,
      ...(hours === null ? [] : [[`resources.${index}.hours`, hours] as const]),
    ]),
    ...Object.entries(lines).flatMap(([id, { inputs }]) =>
      Object.entries(inputs).map(([name, input]) => [`lines.${id}.inputs.${name}`, input] as const),
    ),
  ];
  const missing = named.find(([, id]) => !Object.hasOwn(lines, id));
  return missing === undefined ? undefined : `${missing[0]}: there is no line "${missing[1]}"`;
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

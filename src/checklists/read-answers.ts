import { resolve } from 'node:path';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { readText } from '../read-text.ts';
import { faultsText, readYaml } from '../yaml-document.ts';
import type { Checklist, ItemResult } from './checklist.ts';

/** What a person says to an item, with a word about it. */
export type Answer = Pick<ItemResult, 'status' | 'found'>;

const statuses = ['done', 'failed', 'not-applicable', 'open'] as const;
const said = z
  .string()
  .regex(/^(done|failed|not-applicable|open)(: \S.*)?$/, {
    error: `accepted: ${statuses.join(', ')}, and after a colon what there is to say, such as "failed: one name leads elsewhere"`,
  })
  .transform((text): Answer => {
    const [status, ...words] = text.split(': ');
    return { status: status as (typeof statuses)[number], found: words.join(': ') };
  });

/**
 * Answers given beforehand, for where nobody can be asked: YAML or JSON, `id: done`, for items that ask a person.
 *
 * @throws GomeetError (usage) naming line and item of what is wrong, and what is accepted
 */
export async function readAnswers(
  { cwd }: Pick<Context, 'cwd'>,
  file: string,
  { items }: Checklist,
): Promise<ReadonlyMap<string, Answer>> {
  const asked = items.filter(({ by }) => 'person' in by).map(({ id }) => id);
  const refuse = (faults: readonly string[]): GomeetError =>
    new GomeetError(faultsText(faults), {
      exitCode: ExitCode.usage,
      code: 'invalid-answers',
      hint: `gomeet checklist without --answers asks on a terminal; the list asks a person for: ${asked.join(', ') || 'nothing'}`,
    });
  const text = await readText(resolve(cwd, file)).catch((cause: Error) => {
    throw refuse([`${file} cannot be read: ${cause.message}`]);
  });
  const schema = z.strictObject(Object.fromEntries(asked.map((id) => [id, said.optional()])));
  const reading = readYaml(file, text, schema);
  if ('faults' in reading) throw refuse(reading.faults);
  return new Map(
    Object.entries(reading.data).flatMap(([id, answer]) => (answer === undefined ? [] : [[id, answer]])),
  );
}

import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import { eventLineSchema } from '../progress/progress-event.ts';
import type { Command } from './command.ts';
import { type CommandEntry, commandTable } from './index.ts';

/**
 * The JSON Schema of every command's `--json` document, by file name: the envelope with that command's data in it, where
 * `data` is null if `error` is set. Beside them that of a line of `--events ndjson`.
 */
export async function commandSchemas(): Promise<ReadonlyMap<string, object>> {
  const schemas = new Map<string, object>([
    ['events.v1.json', z.toJSONSchema(eventLineSchema, { target: 'draft-2020-12' })],
  ]);
  for (const [name, { load }] of documentsOf(commandTable)) {
    const { data } = await load();
    const schema = z.toJSONSchema(envelopeOf(name, data), {
      target: 'draft-2020-12',
      unrepresentable: 'any',
    });
    schemas.set(`${name}.v1.json`, schema);
  }
  return schemas;
}

/** The commands of the table, and those below them that have a document of their own. */
function documentsOf(table: readonly CommandEntry[]): readonly (readonly [string, CommandEntry])[] {
  const below = (entry: CommandEntry): readonly (readonly [string, CommandEntry])[] =>
    (entry.below ?? []).flatMap((sub) => [
      ...(sub.document === undefined ? [] : [[sub.document, sub] as const]),
      ...below(sub),
    ]);
  return table.flatMap((entry) => [[entry.name, entry] as const, ...below(entry)]);
}

const envelopeOf = (name: string, data: Command['data']) =>
  z.strictObject({
    schema: z.literal(`gomeet.${name}/v1`),
    ok: z.boolean(),
    exitCode: z.enum(ExitCode),
    data: data.nullable(),
    warnings: z.array(z.string()),
    error: z
      .strictObject({
        code: z.string(),
        message: z.string(),
        hint: z.string().nullable(),
        docs: z.string().nullable(),
      })
      .nullable(),
  });

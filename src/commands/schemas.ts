import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import { commandTable } from './index.ts';

/**
 * The JSON Schema of every command's `--json` document, by file name: the envelope with that command's data in it.
 * `data` is null where `error` is set.
 */
export async function commandSchemas(): Promise<ReadonlyMap<string, object>> {
  const schemas = new Map<string, object>();
  for (const { name, load } of commandTable) {
    const command = await load();
    const envelope = z.strictObject({
      schema: z.literal(`gomeet.${name}/v1`),
      ok: z.boolean(),
      exitCode: z.enum(ExitCode),
      data: command.data.nullable(),
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
    schemas.set(
      `${name}.v1.json`,
      z.toJSONSchema(envelope, { target: 'draft-2020-12', unrepresentable: 'any' }),
    );
  }
  return schemas;
}

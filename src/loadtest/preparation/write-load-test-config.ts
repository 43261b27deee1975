import { readFile } from 'node:fs/promises';
import { ExitCode, GomeetError } from '../../errors.ts';
import { writeWhole } from '../../results/write-run.ts';
import type { LoadTestConfig } from './load-test-config.ts';

/**
 * Writes the configuration in the place of an earlier one. A file of anything else is the user's, and stays.
 * Throws a GomeetError: `not-ours` (conflict), or what `writeWhole` says of a place that cannot be written.
 */
export async function writeLoadTestConfig(path: string, config: LoadTestConfig): Promise<void> {
  const earlier = await readFile(path, 'utf8').catch(() => undefined);
  if (earlier !== undefined && !isLoadTestConfig(earlier, config.schema)) {
    throw new GomeetError(
      `${path} is there already and holds something else; accepted: a new name, or an earlier load-test-config.json`,
      {
        exitCode: ExitCode.conflict,
        code: 'not-ours',
        hint: 'choose another name with --out, or remove that file',
      },
    );
  }
  await writeWhole(path, `${JSON.stringify(config, null, 2)}\n`);
}

function isLoadTestConfig(text: string, schema: string): boolean {
  try {
    return (JSON.parse(text) as { schema?: unknown } | null)?.schema === schema;
  } catch {
    return false;
  }
}

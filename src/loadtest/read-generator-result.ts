import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GeneratorResult, generatorResultSchema } from './generator-result.ts';

/**
 * Reads what a generator left in its output directory; undefined when it left nothing, which is the case
 * when it could not start, or was killed.
 */
export async function readGeneratorResult(outputDirectory: string): Promise<GeneratorResult | undefined> {
  try {
    return generatorResultSchema.parse(
      JSON.parse(await readFile(join(outputDirectory, 'loadgen.json'), 'utf8')),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

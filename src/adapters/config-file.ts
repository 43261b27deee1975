import { dirname, join, relative } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { readText } from '../read-text.ts';

/** Reads the nearest `gomeet.yaml`, from the working directory upward, and puts the environment over it. */
export async function loadConfig(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Config> {
  const file = await nearestFile(cwd);
  return readConfig(file, env);
}

async function nearestFile(cwd: string): Promise<{ name: string; text: string } | undefined> {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const path = join(directory, 'gomeet.yaml');
    try {
      return { name: relative(cwd, path), text: await readText(path) };
    } catch (error) {
      const { message, cause } = error as Error;
      if ((cause as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') {
        throw new GomeetError(`${path} cannot be read: ${message}`, {
          exitCode: ExitCode.usage,
          code: 'invalid-configuration',
          hint: 'mend it, or move it away: gomeet works without a configuration file; gomeet help environment lists every key',
          cause: error,
        });
      }
    }
    if (directory === dirname(directory)) return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { LineCounter } from 'yaml';
import { type Config, readConfig } from '../config.ts';
import { ExitCode, GomeetError } from '../errors.ts';

/** Reads the nearest `gomeet.yaml`, from the working directory upward, and puts the environment over it. */
export async function loadConfig(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Config> {
  const file = await nearestFile(cwd);
  return readConfig(file, env, new LineCounter());
}

async function nearestFile(cwd: string): Promise<{ name: string; text: string } | undefined> {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const path = join(directory, 'gomeet.yaml');
    try {
      return { name: relative(cwd, path), text: await readFile(path, 'utf8') };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') {
        throw new GomeetError(`${path} cannot be read (${code})`, {
          exitCode: ExitCode.usage,
          code: 'invalid-configuration',
          hint: `make it readable, or move it away: gomeet works without a configuration file`,
          cause: error,
        });
      }
    }
    if (directory === dirname(directory)) return undefined;
  }
}

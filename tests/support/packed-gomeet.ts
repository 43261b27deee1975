/** gomeet as npm packs and installs it, for the tests of the package and for `npm run bench:cli`. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The oldest Node that the package promises to run on (`engines` in package.json), and what a checkout runs on. */
export const oldestNode = '22.19.0';
export const ownNode = join(repository, 'node_modules/node/bin/node');

/** Under `npm run` npm tells its children where the project is: an npm for another folder must not hear that. */
const npmEnv = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle)_|npm_config_local_prefix$|INIT_CWD$)/i.test(name),
    ),
  );

const npm = (folder: string, ...args: string[]) =>
  promisify(execFile)('npm', [...args, '--prefix', folder], { cwd: folder, env: npmEnv() });

/** Packs the repository and returns the path of the archive, or of the one that GOMEET_PACKAGE names: a release tests what it publishes. */
export async function packGomeet(folder: string): Promise<string> {
  if (process.env.GOMEET_PACKAGE) return process.env.GOMEET_PACKAGE;
  const { stdout } = await npm(repository, 'pack', '--pack-destination', folder, '--loglevel', 'error');
  return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

/** Installs packages into a folder that nothing is in, and returns the folder of the installed packages. */
export async function installInto(folder: string, ...packages: string[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
  return join(folder, 'node_modules');
}

/** Node itself of a given version, from npm. */
export async function installNode(folder: string, version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  return join(await installInto(folder, `${name}@${version}`), name, 'bin', 'node');
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** Installs the pinned schemathesis into an environment of its own, once. @returns its program. */
export async function installSchemathesis(): Promise<string> {
  const version = (await readFile(requirements, 'utf8')).trim().replace('==', '-');
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'gomeet', version);
  const program = join(folder, 'bin', 'schemathesis');
  if (existsSync(program)) return program;
  run('python3', ['-m', 'venv', '--clear', folder], 'python3 with its module venv (Debian: python3-venv)');
  run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements], 'PyPI');
  return program;
}

function run(program: string, args: string[], needed: string): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${needed} is needed`, { cause: error });
}

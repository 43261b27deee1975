import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Copies of one program that stay; each is 50 MB and more. */
const keptVersions = 3;

/**
 * Makes a file or folder of the cache in one step: under a name of this process's own, renamed when it is whole. Two
 * that make it at once do not disturb each other, and one that is killed leaves nothing under the real name.
 */
export async function intoCache(target: string, make: (temporary: string) => Promise<void>): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  removeAbandoned(target);
  const temporary = `${target}.${process.pid}.new`;
  try {
    await make(temporary);
    renameSync(temporary, target);
  } catch (error) {
    // A folder cannot be renamed over one that another setup has finished meanwhile: theirs is as good.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' || !existsSync(target)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  removeOld(target);
}

/** What a killed setup left behind: temporary names of processes that are gone. */
function removeAbandoned(target: string): void {
  const prefix = `${basename(target)}.`;
  for (const name of readdirSync(dirname(target))) {
    const processId =
      name.startsWith(prefix) && name.endsWith('.new') ? Number(name.slice(prefix.length, -4)) : Number.NaN;
    if (Number.isInteger(processId) && !lives(processId)) {
      rmSync(join(dirname(target), name), { recursive: true, force: true });
    }
  }
}

/** Keeps the newest versions of the same thing, by the name before the last hyphen. */
function removeOld(target: string): void {
  const folder = dirname(target);
  const prefix = basename(target).replace(/[^-]+$/, '');
  const versions = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && /^[0-9a-f.]+$/.test(name.slice(prefix.length)))
    .map((name) => ({ path: join(folder, name), changedAt: statSync(join(folder, name)).mtimeMs }))
    .toSorted((a, b) => b.changedAt - a.changedAt);
  for (const { path } of versions.slice(keptVersions)) {
    if (path !== target) rmSync(path, { recursive: true, force: true });
  }
}

function lives(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

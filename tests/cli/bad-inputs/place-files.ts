import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Placed } from './bad-input.ts';

/** Puts into a folder what a row wants there. */
export async function placeFiles(cwd: string, files: Readonly<Record<string, Placed>>): Promise<void> {
  for (const [name, placed] of Object.entries(files)) {
    const path = join(cwd, name);
    await mkdir(dirname(path), { recursive: true });
    if (typeof placed === 'string' || placed instanceof Uint8Array) await writeFile(path, placed);
    else if (placed.is === 'folder') await mkdir(path);
    else if (placed.is === 'circle of links') await symlink(basename(path), path);
    else {
      await writeFile(path, '');
      // A hole: it takes no room on the disk, and every byte of it can be read.
      await truncate(path, 2 ** 30);
    }
  }
}

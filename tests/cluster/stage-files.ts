import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Lays files and folders out as a layer is to hold them, by the path that they have in the image. */
export function stageFiles(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, source] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    // Links are followed: what they point to is not in the image.
    execFileSync('cp', [
      '--recursive',
      '--dereference',
      '--preserve=mode',
      '--no-target-directory',
      source,
      target,
    ]);
  }
  return folder;
}

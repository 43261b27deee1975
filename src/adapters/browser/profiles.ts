import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'gomeet-browser-';

/** A folder for the profile of a new browser; its name tells which gomeet it belongs to. */
export async function makeProfile(): Promise<string> {
  await removeLeftProfiles();
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
}

export const removeProfile = (profile: string): Promise<void> =>
  rm(profile, { recursive: true, force: true, maxRetries: 5 });

/** A gomeet that was killed could not remove its browsers' profiles: the next one does. */
async function removeLeftProfiles(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  const left = names.filter((name) => !isAlive(Number.parseInt(name.slice(prefix.length), 10)));
  // One that belongs to another user stays with that user.
  await Promise.all(left.map((name) => removeProfile(join(tmpdir(), name)).catch(() => undefined)));
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

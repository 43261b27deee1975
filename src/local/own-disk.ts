import { chownSync, existsSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';

/**
 * 2 GiB: a database of 40 MB, its log of 0.5 GiB at most, and a test's data several times over. The file that holds it is sparse and
 * takes only what is written.
 */
const sizeBytes = 2 * 1024 ** 3;

const imageOf = (mountPoint: string): string => `${mountPoint}.img`;
const fillerOf = (mountPoint: string): string => join(mountPoint, 'filler');

/** Whether a file system is mounted just there. */
export function isMounted(mountPoint: string): boolean {
  return mountPoints().includes(mountPoint);
}

/**
 * Gives a folder a file system of its own, from a file beside it, so that it can run full alone. Needs root and loop devices; where
 * they are not to be had, or the folder has data in it already, it stays an ordinary folder.
 *
 * @returns whether it has one now
 */
export async function mountDisk(mountPoint: string): Promise<boolean> {
  if (isMounted(mountPoint)) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const image = imageOf(mountPoint);
  const made = !existsSync(image);
  if (made) {
    if (readdirSync(mountPoint).length > 0) return false;
    const isReady =
      (await succeeds('truncate', ['-s', String(sizeBytes), image])) &&
      (await succeeds('mkfs.ext4', [
        '-q',
        '-F',
        '-m',
        '0',
        '-E',
        'lazy_itable_init=1,lazy_journal_init=1',
        image,
      ]));
    if (!isReady) return giveUp(image);
  }
  const { uid, gid } = statSync(mountPoint);
  // An image with data in it is never given up: it may be mountable again tomorrow.
  if (!(await succeeds('mount', ['-o', 'loop,noatime', image, mountPoint])))
    return made ? giveUp(image) : false;
  chownSync(mountPoint, uid, gid);
  return true;
}

/** Unmounts every disk below a folder. Its processes have to be gone. */
export async function unmountDisks(folder: string): Promise<void> {
  for (const mountPoint of mountPoints()) {
    if (dirname(mountPoint) === folder) await succeeds('umount', [mountPoint]);
  }
}

/** @returns the command that left no byte free */
export async function fillDisk(mountPoint: string): Promise<string> {
  const filler = fillerOf(mountPoint);
  const { bavail, bsize } = statfsSync(mountPoint);
  await succeeds('fallocate', ['-l', String(bavail * bsize), filler]);
  // What the reservation could not take, because it needs blocks for itself, is written until the disk says no.
  const rest = `${filler}.rest`;
  await succeeds('dd', ['if=/dev/zero', `of=${rest}`, 'bs=4k']);
  return `fallocate -l ${bavail * bsize} ${filler}; dd if=/dev/zero of=${rest} bs=4k`;
}

/** @returns the command that made room again */
export function freeDisk(mountPoint: string): string {
  const fillers = [fillerOf(mountPoint), `${fillerOf(mountPoint)}.rest`];
  for (const filler of fillers) rmSync(filler, { force: true });
  return `rm -f ${fillers.join(' ')}`;
}

function giveUp(image: string): false {
  rmSync(image, { force: true });
  return false;
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  const { exitCode } = await runCommand(command, args, { timeoutMs: 30_000 });
  return exitCode === 0;
}

/** Field 2 of /proc/self/mounts, with its octal escapes for spaces; empty where there is no such file. */
function mountPoints(): string[] {
  try {
    const lines = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
    return lines.map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '));
  } catch {
    return [];
  }
}

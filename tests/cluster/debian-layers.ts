/**
 * Layers of Debian packages, for images of programs that this project does not build: a minimal system by debootstrap,
 * and over it whatever the installation of some packages writes. Made once a machine, then found in the cache.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Blob, packLayer } from './oci-image.ts';

const release = 'bookworm';
const installScript = fileURLToPath(
  new URL('../../src/local/toolchain/install-packages.sh', import.meta.url),
);
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gomeet');

/**
 * @param packages names of Debian packages; none gives the minimal system alone
 * @param finish shell commands that run in the system when they are installed
 */
export async function debianLayers(packages: readonly string[], finish = ':'): Promise<readonly Blob[]> {
  const base = await cached(`debian-${release}`, 'a minimal Debian', (folder) => {
    run('debootstrap', ['--variant=minbase', '--include=ca-certificates,tzdata', release, folder]);
    run('sh', ['-c', slim, 'sh', folder]);
  });
  if (packages.length === 0) return [base];
  const text = JSON.stringify([base.digest, packages, finish]);
  const name = `debian-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const layer = await cached(name, packages.join(', '), (folder) => {
    const lower = join(cache, `debian-${release}`, 'root');
    run('unshare', ['--mount', 'sh', '-c', overlay, 'sh', lower, folder, installScript, finish, ...packages]);
  });
  return [base, layer];
}

/** A folder of the cache with the layer, and with the files that it was made of. */
async function cached(name: string, what: string, fill: (folder: string) => void): Promise<Blob> {
  const folder = join(cache, name);
  const store = join(folder, 'layer');
  if (!existsSync(store)) {
    process.stderr.write(`making an image layer of ${what} …\n`);
    const partial = `${folder}.${process.pid}`;
    mkdirSync(join(partial, 'root'), { recursive: true });
    fill(join(partial, 'root'));
    await packLayer(join(partial, 'root'), join(partial, 'layer'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  }
  const [digest = ''] = readdirSync(store);
  const path = join(store, digest);
  return { path, digest, bytes: statSync(path).size };
}

/** Nobody reads manuals in a container. */
const slim = `
rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/usr/share/doc/* "$1"/usr/share/man/* "$1"/usr/share/locale/*
`;

/** Installs into an overlay: what lands in its upper folder is the layer. Device 0:0 marks what was removed from below. */
const overlay = `
set -e
lower=$1 upper=$2 script=$3 finish=$4
shift 4
mkdir "$upper.work" "$upper.merged"
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$upper,workdir=$upper.work" "$upper.merged"
mount -t proc proc "$upper.merged/proc"
cp /etc/resolv.conf "$upper.merged/etc/resolv.conf"
cp "$script" "$upper.merged/install-packages.sh"
chroot "$upper.merged" sh /install-packages.sh "$@" >&2
chroot "$upper.merged" sh -ec "$finish" >&2
rm "$upper.merged/install-packages.sh"
umount "$upper.merged/proc" "$upper.merged"
rm -rf "$upper.work" "$upper.merged"
find "$upper" -type c -delete
${slim.replaceAll('$1', '$upper')}
`;

function run(program: string, args: readonly string[]): void {
  execFileSync('nice', ['-n', '19', program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

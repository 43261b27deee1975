/** Programs of the machine that a cluster of the tests needs, and the Debian or Ubuntu packages that bring them. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './set-up.ts';

const packages: Readonly<Record<string, string>> = {
  containerd: 'containerd',
  runc: 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  ip: 'iproute2',
  iptables: 'iptables',
  conntrack: 'conntrack',
  sysctl: 'procps',
  debootstrap: 'debootstrap',
};

/** Installs what is missing. @throws Error when that takes another user */
export function installNeededPackages(): void {
  const missing = Object.entries(packages).filter(([name]) => !isThere(name));
  if (process.getuid?.() !== 0)
    throw new Error('nodes take network namespaces, mounts and control groups: run these tests as root');
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name);
  process.stderr.write(`installing ${names.join(', ')} …\n`);
  execFileSync('sh', [join(root, 'src/local/toolchain/install-packages.sh'), ...names], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function isThere(name: string): boolean {
  if (name.startsWith('/')) return existsSync(name);
  // Not every user's PATH has the administrator's folders.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, name)));
}

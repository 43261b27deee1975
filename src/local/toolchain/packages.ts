import type { ToolName } from './tool.ts';

/** Whose packages bring the programs: read off /etc/os-release, or the platform. */
export type PackageSystem = 'debian' | 'ubuntu' | 'homebrew' | 'unknown';

const haPackages = {
  patroni: 'patroni',
  etcd: 'etcd-server',
  pgbouncer: 'pgbouncer',
  haproxy: 'haproxy',
  turnserver: 'coturn',
  openssl: 'openssl',
  prometheus: 'prometheus',
  alertmanager: 'prometheus-alertmanager',
  'redis-exporter': 'prometheus-redis-exporter',
  'node-exporter': 'prometheus-node-exporter',
  'postgres-exporter': 'prometheus-postgres-exporter',
  pgbackrest: 'pgbackrest',
  nft: 'nftables',
} as const;

const packageNames: Readonly<Record<Exclude<PackageSystem, 'unknown'>, Partial<Record<ToolName, string>>>> = {
  debian: {
    ...haPackages,
    postgres: 'postgresql',
    'redis-server': 'redis-server',
    ffmpeg: 'ffmpeg',
    chromium: 'chromium',
  },
  // Ubuntu's Chromium is a snap behind a package of another name.
  ubuntu: {
    ...haPackages,
    postgres: 'postgresql',
    'redis-server': 'redis-server',
    ffmpeg: 'ffmpeg',
    chromium: 'chromium-browser',
  },
  // Profile `ha` is for Linux: its faults look into /proc.
  homebrew: { postgres: 'postgresql@17', 'redis-server': 'redis', ffmpeg: 'ffmpeg', chromium: 'chromium' },
};

/** The package that brings a tool; undefined where none does (livekit-server is built, Go is the user's). */
export function packageFor(tool: ToolName, system: PackageSystem): string | undefined {
  return system === 'unknown' ? undefined : packageNames[system][tool];
}

/** @param osRelease the text of /etc/os-release, empty where there is none */
export function packageSystemOf(platform: NodeJS.Platform, osRelease: string): PackageSystem {
  if (platform === 'darwin') return 'homebrew';
  const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].flatMap((match) =>
    (match[1] ?? '').split(' '),
  );
  if (ids.includes('ubuntu')) return 'ubuntu';
  return ids.includes('debian') ? 'debian' : 'unknown';
}

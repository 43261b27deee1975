import type { ToolName } from './tool.ts';

/** Whose packages bring the programs: read off /etc/os-release, or the platform. */
export type PackageSystem = 'debian' | 'ubuntu' | 'homebrew' | 'unknown';

const packageNames: Readonly<Record<Exclude<PackageSystem, 'unknown'>, Partial<Record<ToolName, string>>>> = {
  debian: { postgres: 'postgresql', 'redis-server': 'redis-server', ffmpeg: 'ffmpeg', chromium: 'chromium' },
  // Ubuntu's Chromium is a snap behind a package of another name.
  ubuntu: {
    postgres: 'postgresql',
    'redis-server': 'redis-server',
    ffmpeg: 'ffmpeg',
    chromium: 'chromium-browser',
  },
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

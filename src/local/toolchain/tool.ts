import type { VersionRange } from './versions.ts';

/** Programs that only profile `ha` runs. */
export const haTools = [
  'patroni',
  'etcd',
  'pgbouncer',
  'haproxy',
  'turnserver',
  'openssl',
  'prometheus',
  'alertmanager',
  'redis-exporter',
  'node-exporter',
  'postgres-exporter',
  'pgbackrest',
  'nft',
] as const;

export type ToolName =
  | (typeof haTools)[number]
  | 'postgres'
  | 'redis-server'
  | 'livekit-server'
  | 'k6'
  | 'recorder'
  | 'chromium'
  | 'ffmpeg'
  | 'go'
  | 'clips'
  | 'web-app';

/** Programs that setup builds from pinned Go modules. */
export const builtPrograms = ['livekit-server', 'k6', 'recorder'] as const;
export type BuiltProgram = (typeof builtPrograms)[number];

/** A program (or the media clips, or the web app) that gomeet needs, and whether it is there. */
export interface Tool {
  readonly name: ToolName;
  readonly found?: FoundTool;
  /** What was found but cannot be used, and why: `PostgreSQL 12.3 at /usr/bin/postgres is too old`. */
  readonly unusable?: string;
  readonly needed: string;
  readonly purpose: string;
  readonly howToGet: string;
}

export interface FoundTool {
  readonly path: string;
  readonly version: string;
  readonly source: 'flag' | 'path' | 'cache' | 'system';
}

/** Where to look for a program and what its version may be. */
export interface ProgramDefinition {
  readonly name: Exclude<ToolName, 'k6' | 'recorder' | 'clips' | 'web-app'>;
  readonly purpose: string;
  /** Names on the PATH, the best first. */
  readonly commands: readonly string[];
  /** Folders to look in beside the PATH; `*` stands for any one name. The newest usable version wins. */
  readonly folders: readonly string[];
  readonly versionArguments: readonly string[];
  readonly versionPattern?: RegExp;
  readonly accepted: VersionRange;
  readonly howToGet: string;
}

/** The version that tools/livekit-server pins. Newer ones lack a dependency on the Go module proxy. */
export const livekitVersion = '1.13.5';

/** Every program of profile `lean`, in the order in which it is reported. */
export const programs: readonly ProgramDefinition[] = [
  {
    name: 'postgres',
    purpose: 'the database',
    commands: ['postgres'],
    folders: [
      '/usr/lib/postgresql/*/bin',
      '/opt/homebrew/opt/postgresql@*/bin',
      '/usr/local/opt/postgresql@*/bin',
    ],
    versionArguments: ['--version'],
    accepted: { from: '14' },
    howToGet: 'gomeet setup',
  },
  {
    name: 'redis-server',
    purpose: 'rooms, tickets and rate limits',
    commands: ['redis-server'],
    folders: ['/usr/bin', '/opt/homebrew/bin', '/usr/local/bin'],
    versionArguments: ['--version'],
    accepted: { from: '7' },
    howToGet: 'gomeet setup',
  },
  {
    name: 'livekit-server',
    purpose: 'forwards the media',
    commands: ['livekit-server'],
    folders: [],
    versionArguments: ['--version'],
    // Checks its configuration strictly and knows rtc.forward_stats from this version on.
    accepted: { from: livekitVersion, below: '2' },
    howToGet: 'gomeet setup',
  },
  {
    name: 'go',
    purpose: 'builds livekit-server, k6 and the recorder',
    commands: ['go'],
    folders: ['/usr/local/go/bin', '/opt/homebrew/bin'],
    versionArguments: ['version'],
    versionPattern: /go(\d+(?:\.\d+)+)/,
    // From 1.21 on Go fetches the newer toolchain that a module asks for (1.26 here) by itself.
    accepted: { from: '1.21' },
    howToGet: 'install Go 1.26 or newer from https://go.dev/dl',
  },
  {
    name: 'ffmpeg',
    purpose: 'makes the clips that publishers send, and puts recordings together',
    commands: ['ffmpeg'],
    folders: ['/opt/homebrew/bin', '/usr/local/bin'],
    versionArguments: ['-version'],
    accepted: { from: '4.4' },
    howToGet: 'gomeet setup',
  },
  {
    name: 'chromium',
    purpose: 'measures with real browsers (optional)',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    folders: ['/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS'],
    versionArguments: ['--version'],
    versionPattern: /(?:Chromium|Chrome) (\d+(?:\.\d+)+)/,
    accepted: { from: '120' },
    howToGet: 'gomeet setup',
  },
];

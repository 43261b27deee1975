import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagedWebApp } from '../own-code.ts';
import { runCommand } from '../run-command.ts';
import type { Cache } from './cache.ts';
import { findProgram, isProgram } from './find-program.ts';
import { haPrograms } from './ha-programs.ts';
import { haTools, programs, type Tool, type ToolName } from './tool.ts';

export interface ToolWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectRoot: string;
  readonly cache: Cache;
  /** Paths that the user gave, by tool. */
  readonly configured: Readonly<Partial<Record<ToolName, string | undefined>>>;
}

/** Looks for tools, all at once; for those of profile `lean` unless told which. Builds and installs nothing. */
export async function inspectTools(world: ToolWorld, only?: readonly ToolName[]): Promise<Tool[]> {
  const isAsked = (name: ToolName): boolean =>
    only === undefined ? !haTools.some((tool) => tool === name) : only.includes(name);
  const found = [...programs, ...haPrograms]
    .filter(({ name }) => isAsked(name))
    .map((program) =>
      findProgram(program, {
        searchPath: world.env.PATH ?? '',
        configured: world.configured[program.name],
        ...(program.name === 'livekit-server' ? { cached: world.cache.livekitServer } : {}),
      }),
    );
  return Promise.all([
    ...found,
    ...(isAsked('k6') ? [inspectK6(world)] : []),
    ...(isAsked('recorder') ? [inspectRecorder(world)] : []),
    ...(isAsked('clips') ? [inspectClips(world)] : []),
    ...(isAsked('web-app') ? [inspectWebApp(world)] : []),
  ]);
}

/** A k6 from the PATH lacks our extension, so only the configured and the built one count, and both are asked for it. */
async function inspectK6({ cache, configured }: ToolWorld): Promise<Tool> {
  const about = {
    name: 'k6',
    needed: 'k6 with the extension k6/x/gomeet',
    purpose: 'generates the load',
    howToGet: 'gomeet setup',
  } as const;
  const path = configured.k6 ?? cache.k6;
  if (!isProgram(path)) {
    return configured.k6 === undefined ? about : { ...about, unusable: `${path} is not a program` };
  }
  const { stdout } = await runCommand(path, ['version'], { timeoutMs: 10_000 });
  const version = /k6\S* v(\S+)/.exec(stdout)?.[1] ?? 'unknown';
  if (!stdout.includes('k6/x/gomeet'))
    return { ...about, unusable: `${path} (k6 ${version}) lacks k6/x/gomeet` };
  return { ...about, found: { path, version, source: configured.k6 === undefined ? 'cache' : 'flag' } };
}

/** Only ours will do; its name in the cache tells whether it is that of these sources. */
async function inspectRecorder({ cache }: ToolWorld): Promise<Tool> {
  const about = {
    name: 'recorder',
    needed: 'the recorder of these sources',
    purpose: 'records meetings',
    howToGet: 'gomeet setup',
  } as const;
  if (!isProgram(cache.recorder)) return about;
  const version = cache.recorder.split('-').at(-1) ?? '';
  return { ...about, found: { path: cache.recorder, version, source: 'cache' } };
}

async function inspectClips({ cache, projectRoot }: ToolWorld): Promise<Tool> {
  const names = readClips(projectRoot).map(({ name }) => name);
  const about = {
    name: 'clips',
    needed: `${names.length} clips of audio and video`,
    purpose: 'what publishers send',
    howToGet: 'gomeet setup',
  } as const;
  if (names.length === 0 || !names.every((name) => existsSync(join(cache.clips, name)))) return about;
  return {
    ...about,
    found: { path: cache.clips, version: cache.clips.split('-').at(-1) ?? '', source: 'cache' },
  };
}

async function inspectWebApp({ cache }: ToolWorld): Promise<Tool> {
  const about = {
    name: 'web-app',
    needed: 'the build of these sources',
    purpose: 'the pages that people meet in',
    howToGet: 'gomeet setup',
  } as const;
  if (!existsSync(join(cache.webApp, 'index.html'))) return about;
  const version =
    cache.webApp === packagedWebApp ? 'of this package' : (cache.webApp.split('-').at(-1) ?? '');
  return { ...about, found: { path: cache.webApp, version, source: 'cache' } };
}

/** A clip that ffmpeg makes: its arguments, to which the name of the output is added. */
export interface Clip {
  readonly name: string;
  readonly args: readonly string[];
}

/** The clips in the order of the file. A command's words are parted by spaces: no argument has one in it. */
export function readClips(projectRoot: string): Clip[] {
  const text = readFileSync(join(projectRoot, 'loadgen', 'clip', 'clips.json'), 'utf8');
  const recipes = JSON.parse(text) as { name: string; ffmpeg: string }[];
  return recipes.map(({ name, ffmpeg }) => ({ name, args: ffmpeg.split(' ') }));
}

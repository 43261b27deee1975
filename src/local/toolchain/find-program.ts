import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../run-command.ts';
import type { FoundTool, ProgramDefinition, Tool } from './tool.ts';
import { compareVersions, isWithin, rangeText, versionIn } from './versions.ts';

export interface ProgramPlaces {
  /** A path that the user gave (configuration or environment): it is taken, or it is an error; nothing else is looked at. */
  readonly configured?: string | undefined;
  /** The copy that gomeet built, if this program is built. */
  readonly cached?: string;
  readonly searchPath: string;
}

/** Looks for one program: as configured, in the cache, on the PATH, in the usual folders. The newest usable one wins. */
export async function findProgram(program: ProgramDefinition, places: ProgramPlaces): Promise<Tool> {
  const candidates = [
    ...new Map(candidatesFor(program, places).map((found) => [realpathSync(found.path), found])).values(),
  ];
  const looks = await Promise.all(candidates.map((candidate) => look(program, candidate)));
  const usable = looks.filter((tool) => isWithin(tool.version, program.accepted));
  const best = usable.toSorted((a, b) => compareVersions(b.version, a.version))[0];
  const { name, purpose, howToGet } = program;
  const needed = rangeText(program.accepted);
  if (best !== undefined) return { name, found: best, needed, purpose, howToGet };
  const unusable =
    places.configured !== undefined && looks.length === 0
      ? `${places.configured} is not a program`
      : looks.map(({ path, version }) => `${path} is ${version || 'of unknown version'}`).join('; ');
  return { name, ...(unusable === '' ? {} : { unusable }), needed, purpose, howToGet };
}

function candidatesFor(program: ProgramDefinition, places: ProgramPlaces): Omit<FoundTool, 'version'>[] {
  if (places.configured !== undefined) {
    return isProgram(places.configured) ? [{ path: places.configured, source: 'flag' }] : [];
  }
  const onPath = places.searchPath
    .split(delimiter)
    .flatMap((folder) => program.commands.map((command) => join(folder, command)))
    .filter(isProgram);
  const commands = [...program.commands, 'Google Chrome', 'Chromium'];
  const inFolders = program.folders
    .flatMap(expand)
    .flatMap((folder) => commands.map((command) => join(folder, command)))
    .filter(isProgram);
  return [
    ...(places.cached !== undefined && isProgram(places.cached)
      ? [{ path: places.cached, source: 'cache' as const }]
      : []),
    ...onPath.slice(0, 1).map((path) => ({ path, source: 'path' as const })),
    ...inFolders.map((path) => ({ path, source: 'system' as const })),
  ];
}

async function look(program: ProgramDefinition, found: Omit<FoundTool, 'version'>): Promise<FoundTool> {
  const { stdout, stderr } = await runCommand(found.path, program.versionArguments, { timeoutMs: 10_000 });
  return { ...found, version: versionIn(`${stdout}${stderr}`, program.versionPattern) ?? '' };
}

/** A folder pattern with at most one `*` as a name of its own or the end of one. */
function expand(pattern: string): string[] {
  const [before, after] = pattern.split('*');
  if (before === undefined || after === undefined) return [pattern];
  const folder = before.slice(0, before.lastIndexOf('/'));
  const prefix = before.slice(folder.length + 1);
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => `${folder}/${name}${after}`);
  } catch {
    return [];
  }
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

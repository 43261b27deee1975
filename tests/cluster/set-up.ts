/** Where `gomeet setup` keeps what it found or built; it builds what is missing first. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export type Place = 'livekit-server' | 'recorder' | 'k6' | 'clips' | 'web-app';

let places: ReadonlyMap<string, string> | undefined;

/** @throws Error naming what setup could not bring */
export function placeOf(name: Place): string {
  places ??= setUp();
  const path = places.get(name);
  if (path === undefined) throw new Error(`gomeet setup has not brought ${name}: run bin/gomeet setup`);
  return path;
}

function setUp(): ReadonlyMap<string, string> {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const answer = execFileSync(join(root, 'bin', 'gomeet'), ['setup', '--yes', '--json'], {
    stdio: [...stdio],
  });
  const { data } = JSON.parse(answer.toString()) as {
    data: { tools: { name: string; path: string | null }[] };
  };
  return new Map(data.tools.flatMap(({ name, path }) => (path === null ? [] : [[name, path] as const])));
}

/** What the API's image holds: Node, the API's sources, the libraries that these import, and the built web app. */
import { globSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { placeOf, root } from './set-up.ts';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export function apiFiles(): Readonly<Record<string, string>> {
  const modules = importedModules().map((path) => [`/app/${path}`, join(root, path)] as const);
  return {
    '/usr/local/bin/node': join(root, 'node_modules/node/bin/node'),
    '/app/package.json': join(root, 'package.json'),
    '/app/src/platform/api': join(root, 'src/platform/api'),
    '/app/web': placeOf('web-app'),
    ...Object.fromEntries(modules),
  };
}

/** Folders of the libraries that the API's sources name, and of all that those need in turn, as the lock file has them. */
function importedModules(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    // As Node looks for it: in the folder of whoever asks, then in those above.
    const above = from === '' ? [''] : [`${from}/`, ''];
    const path = above.map((place) => `${place}node_modules/${name}`).find((each) => each in lock.packages);
    if (path === undefined || found.has(path) || !exists(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies } = lock.packages[path] ?? {};
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(needed, path);
  };
  for (const name of importedNames()) add(name, '');
  // A folder inside of another comes along with it.
  return [...found].filter((path) => ![...found].some((other) => path.startsWith(`${other}/`)));
}

function importedNames(): Set<string> {
  const sources = globSync('src/platform/api/**/*.ts', { cwd: root }).filter(
    (path) => !path.endsWith('.test.ts'),
  );
  const text = sources.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const names = [...text.matchAll(/ (?:from|import\()\s*'((?:@[\w-]+\/)?[\w-][\w.-]*)/g)].map(
    ([, name = '']) => name,
  );
  return new Set(names.filter((name) => name !== 'node' && name !== 'vitest'));
}

/** Optional packages are for other machines, mostly. */
function exists(path: string): boolean {
  try {
    return realpathSync(join(root, path)) !== '';
  } catch {
    return false;
  }
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest.ts';
import { packagedWebApp } from '../own-code.ts';
import { livekitVersion } from './tool.ts';

/** Where setup keeps what it builds. Each name holds the version or digest of its sources, so nothing is ever overwritten in place. */
export interface Cache {
  readonly directory: string;
  readonly livekitServer: string;
  /** Named by the digest of the load generator's sources: a changed extension is another program. */
  readonly k6: string;
  /** Named by the digest of the recorder's sources. */
  readonly recorder: string;
  /** A folder; named by the digest of the file that describes the clips. */
  readonly clips: string;
  /** A folder: the package's own, or one named by the digest of the app's sources and of the libraries' versions. */
  readonly webApp: string;
}

export function cacheOf(env: Readonly<Record<string, string | undefined>>, projectRoot: string): Cache {
  const home = env.XDG_CACHE_HOME || join(env.HOME ?? '/tmp', '.cache');
  const directory = join(home, 'gomeet');
  const loadgen = join(projectRoot, 'loadgen');
  const recorder = join(projectRoot, 'src', 'platform', 'recorder');
  const web = join(projectRoot, 'src', 'platform', 'web');
  return {
    directory,
    livekitServer: join(directory, `livekit-server-${livekitVersion}`),
    k6: join(directory, `k6-${sourceDigest(loadgen, isGoSource)}`),
    recorder: join(directory, `recorder-${sourceDigest(recorder, isGoSource)}`),
    clips: join(directory, `clips-${sourceDigest(join(loadgen, 'clip'), (name) => name === 'clips.json')}`),
    webApp:
      packagedWebApp ??
      join(directory, `web-${digestOf([sourceDigest(web, isWebSource), lockfile(projectRoot)])}`),
  };
}

const isGoSource = (name: string): boolean =>
  (name.endsWith('.go') && !name.endsWith('_test.go')) || ['go.mod', 'go.sum', 'clips.json'].includes(name);

const isWebSource = (name: string): boolean => !/\.test\.tsx?$/.test(name);

function lockfile(projectRoot: string): string {
  try {
    return readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
  } catch {
    return '';
  }
}

/** SHA-256 over names and contents of the files below a folder that are chosen, in order of name; 16 hexadecimal digits. */
export function sourceDigest(folder: string, isChosen: (name: string) => boolean): string {
  const hash = createHash('sha256');
  for (const path of filesBelow(folder, isChosen).sort()) {
    hash.update(path.slice(folder.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(folder: string, isChosen: (name: string) => boolean): string[] {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, isChosen);
    return isChosen(entry.name) ? [path] : [];
  });
}

const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });

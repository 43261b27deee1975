import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Which version of the sources is at work; nulls where there is no git or no repository of gomeet's. */
export interface Revision {
  readonly revision: string | null;
  /** Whether files differ from that revision. */
  readonly dirty: boolean | null;
}

const unknown: Revision = { revision: null, dirty: null };

export async function readRevision(projectRoot: string): Promise<Revision> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', projectRoot, ...args], { timeout: 5000 })).stdout.trim();
  try {
    const [place, changes] = await Promise.all([
      git('rev-parse', '--show-toplevel', 'HEAD'),
      git('status', '--porcelain'),
    ]);
    const [topLevel = '', revision = ''] = place.split('\n');
    // An installed package lies in somebody else's repository, whose revision says nothing about gomeet.
    if (topLevel !== (await realpath(projectRoot))) return unknown;
    return { revision, dirty: changes !== '' };
  } catch {
    return unknown;
  }
}

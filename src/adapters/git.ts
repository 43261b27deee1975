import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Which version of the sources is at work; nulls where there is no git or no repository. */
export interface Revision {
  readonly revision: string | null;
  /** Whether files differ from that revision. */
  readonly dirty: boolean | null;
}

export async function readRevision(projectRoot: string): Promise<Revision> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', projectRoot, ...args], { timeout: 5000 })).stdout.trim();
  try {
    const [revision, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
    return { revision, dirty: changes !== '' };
  } catch {
    return { revision: null, dirty: null };
  }
}

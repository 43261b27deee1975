import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './pages.ts';

/** What one command of a page said, and how it ended. */
export interface Told {
  readonly command: string;
  readonly output: string;
  readonly exitCode: number;
}

/** What a clone has at its top; runs of whoever tests stay out of it. */
const CLONED = ['bin', 'catalog', 'docs', 'manifests', 'node_modules', 'package.json', 'plans', 'src'];

/**
 * Runs commands one after the other in one shell, as somebody does who follows a page: what one leaves behind, a folder or a
 * variable, the next one finds. The shell begins in a clone of its own below `scratch`, made of links.
 *
 * @param story `gomeetOnPath` is false where the page itself puts gomeet on the PATH
 */
export async function runStory(
  commands: readonly string[],
  { scratch, gomeetOnPath }: { readonly scratch: string; readonly gomeetOnPath: boolean },
): Promise<readonly Told[]> {
  const clone = join(scratch, 'gomeet');
  await mkdir(clone);
  for (const name of CLONED) await symlink(join(root, name), join(clone, name));
  const path = process.env.PATH ?? '';
  const mark = (index: number): string => `printf '\\036%s %s\\036' ${index} $?`;
  const script = ['exec 2>&1', ...commands.flatMap((command, index) => [command, mark(index)])].join('\n');
  const output = await shell(script, clone, {
    // Nothing of the tester's own: no token, no configuration, no colour.
    PATH: gomeetOnPath ? `${join(clone, 'bin')}:${path}` : path,
    HOME: scratch,
    NO_COLOR: '1',
  });
  // What a command said stands before its mark.
  const parts = output.split('\u001e');
  return commands.map((command, index) => ({
    command,
    output: parts[2 * index] ?? '',
    exitCode: Number((parts[2 * index + 1] ?? '').split(' ')[1] ?? Number.NaN),
  }));
}

function shell(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

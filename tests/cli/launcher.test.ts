/** The launcher and the process around the CLI: real processes, as a user starts them. */
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../bin/gomeet', import.meta.url));
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gomeet-launcher-'));
});
afterEach(() => rm(directory, { recursive: true }));

const run = async (program: string, args: readonly string[], env: Record<string, string> = {}) => {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...args], {
      env: { ...process.env, ...env },
    });
    return { stdout, stderr, exitCode: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { stdout, stderr, exitCode: code };
  }
};

describe('bin/gomeet', () => {
  test('works through a symbolic link from any folder', async () => {
    const link = join(directory, 'gomeet');
    await symlink(launcher, link);
    expect(await run(link, ['--version'])).toMatchObject({
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      exitCode: 0,
    });
  });

  test('becomes Node: one process, no shell in between', async () => {
    const sayProcessId = '--import=data:text/javascript,console.error(process.pid)';
    const child = spawn(launcher, ['--version'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: sayProcessId },
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(stderr.trim()).toBe(String(child.pid));
  });

  test('with no Node 24 at hand it says so and exits 6', async () => {
    const elsewhere = join(directory, 'project');
    await mkdir(join(elsewhere, 'bin'), { recursive: true });
    await cp(launcher, join(elsewhere, 'bin/gomeet'));
    const old = join(directory, 'node');
    await writeFile(old, '#!/bin/sh\necho 20\n', { mode: 0o755 });
    const { stderr, exitCode } = await run(join(elsewhere, 'bin/gomeet'), ['--help'], {
      PATH: `${directory}:/usr/bin:/bin`,
    });
    expect(stderr).toContain('needs Node 24 or newer');
    expect(stderr).toContain('npm ci');
    expect(exitCode).toBe(6);
  });

  test('the package’s launcher without what packing compiles names the way to it', async () => {
    await mkdir(join(directory, 'bin'));
    await cp(`${launcher}.mjs`, join(directory, 'bin/gomeet.mjs'));
    const { stderr, exitCode } = await run(process.execPath, [join(directory, 'bin/gomeet.mjs'), '--help']);
    expect(stderr).toMatch(/^error there is no compiled program at .*\nNext: npm run build/);
    expect(exitCode).toBe(6);
  });

  test('prints no escape codes into a pipe', async () => {
    const { stdout, stderr } = await run(launcher, ['loadtest', 'rom']);
    expect(stdout + stderr).not.toContain('\u001b');
  });

  test('does not complain when its reader goes away', async () => {
    const { stderr, exitCode } = await run('/bin/sh', [
      '-c',
      `"${launcher}" help environment --quiet | head -n 1`,
    ]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });
});

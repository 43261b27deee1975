import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { localGomeet, newFolder, outcomeOf, processesOf, until } from './local-gomeet.ts';

const slow = { tags: ['slow'] };

/** gomeet with an empty cache: livekit-server, k6 and clips are missing. */
function withEmptyCache(env: Record<string, string> = {}) {
  const folder = newFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cache = join(folder, 'cache');
  return { cache, ...localGomeet({ folder, env: { XDG_CACHE_HOME: cache, ...env } }) };
}

test('on a machine that is set up there is nothing to do', slow, async () => {
  const gomeet = localGomeet();
  onTestFinished(() => rmSync(gomeet.folder, { recursive: true, force: true }));
  expect(await gomeet.json('setup')).toMatchObject({ exitCode: 0, data: { steps: [] } });
});

test('shows what it would do, and asks', slow, async () => {
  const { exitCode, stdout, stderr } = await withEmptyCache().run('setup');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('build livekit-server 1.13.5 (about 2 minutes)');
  expect(stderr).toContain('make the clips that publishers send');
});

test('begins nothing while something is the user’s own work', slow, async () => {
  const gomeet = withEmptyCache({ GOMEET_LIVEKIT_SERVER: '/nowhere/livekit-server' });
  const { exitCode, error } = await gomeet.json('setup', '--yes');
  expect({ exitCode, code: error?.code }).toEqual({ exitCode: 6, code: 'program-missing' });
  expect(error?.message).toContain('/nowhere/livekit-server is not a program');
  expect(readdirSync(gomeet.folder)).not.toContain('.gomeet');
});

test('a build that is interrupted leaves nothing half done and no compiler running', slow, async () => {
  const gomeet = withEmptyCache();
  const setup = gomeet.start('setup', '--yes');
  const outcome = outcomeOf(setup);
  // By the folder's own name: “cache” is in the command line of half the machine's processes.
  const building = (): boolean => processesOf(gomeet.folder).some((line) => line.includes('go build '));
  await until('go build', building);
  setup.kill('SIGINT');
  expect((await outcome).exitCode).toBe(130);
  await until('the compiler to end', () => !building());
  expect(readdirSync(join(gomeet.cache, 'gomeet')).filter((name) => name.includes('livekit'))).toEqual([]);
});

test('deploy without livekit-server says how to get it', slow, async () => {
  const { exitCode, error } = await withEmptyCache().json('deploy');
  expect({ exitCode, code: error?.code }).toEqual({ exitCode: 6, code: 'program-missing' });
  expect(error).toMatchObject({ hint: 'gomeet setup', docs: 'docs/checks.md#livekit-server' });
});

test.runIf(process.getuid?.() === 0)(
  'a full disk is told as such, and nothing runs afterwards',
  slow,
  async () => {
    const folder = newFolder();
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    // 8 MiB: enough for the target's own files, too little for a database.
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'gomeet-test', disk]);
    onTestFinished(() => {
      execFileSync('/bin/umount', [disk]);
      rmSync(folder, { recursive: true });
    });
    const gomeet = localGomeet({ folder: disk });
    const { exitCode, error } = await gomeet.json('deploy');
    expect({ exitCode, message: error?.message }).toEqual({
      exitCode: 6,
      message: expect.stringMatching(/disk is full|No space left on device/),
    });
    expect(processesOf(folder)).toEqual([]);
  },
);

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRevision } from './git.ts';

let repository: string;
const git = (...args: string[]): string =>
  execFileSync(
    'git',
    ['-C', repository, '-c', 'user.name=test', '-c', 'user.email=test@test.invalid', ...args],
    {
      encoding: 'utf8',
    },
  ).trim();

beforeAll(async () => {
  repository = await mkdtemp(join(tmpdir(), 'gomeet-git-'));
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message', 'nothing yet');
});
afterAll(() => rm(repository, { recursive: true }));

test('the revision of a checkout, and whether its files differ from it', async () => {
  expect(await readRevision(repository)).toEqual({ revision: git('rev-parse', 'HEAD'), dirty: false });
});

test('below somebody else’s repository, as in its node_modules, none', async () => {
  const installed = join(repository, 'node_modules', 'gomeet');
  await mkdir(installed, { recursive: true });
  expect(await readRevision(installed)).toEqual({ revision: null, dirty: null });
});

test('outside of any repository, none', async () => {
  expect(await readRevision(tmpdir())).toEqual({ revision: null, dirty: null });
});

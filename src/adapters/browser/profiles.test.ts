import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeProfile, removeProfile } from './profiles.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('a profile bears the number of its gomeet, and goes', async () => {
  const profile = await makeProfile();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(`^gomeet-browser-${process.pid}-`)]);
  await removeProfile(profile);
  expect(readdirSync(folder)).toEqual([]);
});

test('what a killed gomeet left is removed; what a living one has, and what is not ours, stays', async () => {
  // Linux numbers processes up to 4,194,304 (pid_max): nobody has the number after it.
  const [dead, living] = ['gomeet-browser-4194305-abc', `gomeet-browser-${process.ppid}-abc`];
  for (const name of [dead, living, 'something-else']) mkdirSync(join(folder, name));
  await removeProfile(await makeProfile());
  expect(readdirSync(folder).sort()).toEqual([living, 'something-else'].sort());
});

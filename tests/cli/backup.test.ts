/** What backup and restore refuse before they touch anything. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-cli-'));
});
afterEach(() => rm(cwd, { recursive: true }));

test.each([
  ['backup --storage backups', '--storage backups: accepted: an absolute folder such as /mnt/backups'],
  ['backup --storage s3://vault', '--storage s3://vault: accepted: an absolute folder'],
  ['backup --type weekly', '--type weekly: accepted: full, incremental'],
  ['backup --type ful', '--type ful: did you mean "full"?'],
  ['backup verify newest', '[backup] newest: accepted: a name such as 20261121-223108F'],
  ['restore --to yesterday', '--to yesterday: accepted: a time with its offset'],
  ['restore --to 2026-11-21T14:05:30', 'accepted: a time with its offset'],
  ['restore --redis maybe', '--redis maybe: accepted: keep, copy, empty'],
  ['restore --key-file x', '--key-file belongs to the backups of another platform'],
])('%s is a usage error that says what is accepted', async (line, words) => {
  const { exitCode, stderr, stdout } = await runCli(line, { cwd });
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
});

test.each(['backup list', 'backup verify'])(
  '%s without any backup: exit code 6 and what makes one',
  async (line) => {
    const { exitCode, stderr } = await runCli(line, { cwd });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('no backup was ever made of the platform in');
    expect(stderr).toContain('Next: gomeet backup');
  },
);

test('backup without a platform: exit code 4 and what starts one', async () => {
  const { exitCode, stderr } = await runCli('backup', { cwd });
  expect(exitCode).toBe(4);
  expect(stderr).toContain('Next: gomeet deploy --target local');
});

test('restore without a platform says what starts one; to a future time it is refused', async () => {
  const there = await runCli('restore --yes', { cwd });
  expect(there.exitCode).toBe(6);
  expect(there.stderr).toContain('Next: gomeet deploy --target local');
  const future = await runCli('restore --to 2126-01-01T00:00:00Z --yes', { cwd });
  expect(future.exitCode).toBe(2);
  expect(future.stderr).toContain('--to 2126-01-01T00:00:00.000Z lies in the future');
});

test('the metric has no sample when there is nothing to restore', async () => {
  const { exitCode, stdout } = await runCli('backup metrics', { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('# no backup can be restored');
  expect(stdout).not.toMatch(/^gomeet_/m);
  const { data } = JSON.parse((await runCli('backup metrics --json', { cwd })).stdout);
  expect(data).toEqual({ newestRestorablePoint: null });
});

test('a key file that holds no key is refused, and its content never shown', async () => {
  await mkdir(join(cwd, '.gomeet'));
  const place = { postgres: { dataDirectory: join(cwd, '.gomeet', 'database', 'data') } };
  await writeFile(join(cwd, '.gomeet', 'places.json'), JSON.stringify(place));
  await mkdir(join(cwd, 'vault'));
  await writeFile(join(cwd, 'wrong.key'), 'correct-horse-battery');
  const { exitCode, stderr } = await runCli(`restore --storage ${cwd}/vault --key-file wrong.key --yes`, {
    cwd,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('wrong.key holds no key; accepted: a file with 64 hexadecimal digits');
  expect(stderr).not.toContain('correct-horse');
});

test.each([
  ['beside the data go', '.gomeet/database/backups', 'and every backup in', undefined],
  ['elsewhere keep their key', 'vault', 'stay, and their key in .gomeet/backup', ['key', 'settings.json']],
])('down --wipe says what becomes of backups: those %s', async (_what, storage, words, kept) => {
  await mkdir(join(cwd, '.gomeet', 'backup'), { recursive: true });
  const place = { postgres: { dataDirectory: join(cwd, '.gomeet', 'database', 'data') } };
  await writeFile(join(cwd, '.gomeet', 'places.json'), JSON.stringify(place));
  const settings = { storage: { kind: 'directory', path: join(cwd, storage) }, folder: cwd };
  await writeFile(join(cwd, '.gomeet', 'backup', 'settings.json'), JSON.stringify(settings));
  await writeFile(join(cwd, '.gomeet', 'backup', 'key'), 'k');
  const asked = await runCli('down --wipe', { cwd });
  expect(asked.exitCode).toBe(2);
  expect(asked.stderr).toContain(words);
  const { exitCode, stdout, stderr } = await runCli('down --wipe --yes', { cwd });
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain(words);
  expect(await readdir(join(cwd, '.gomeet', 'backup')).catch(() => undefined)).toEqual(kept);
});

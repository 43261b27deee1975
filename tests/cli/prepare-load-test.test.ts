/** The file that `prepare-load-test` writes, its refusal of what this machine cannot generate, and bad input. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTestConfigSchema } from '../../src/loadtest/preparation/load-test-config.ts';
import { runCli } from '../support/run-cli.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-prepare-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const written = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(cwd, name), 'utf8'));

test('a small event can be generated: the configuration is written, and what to type', async () => {
  const { stdout, exitCode } = await runCli('prepare-load-test --meetings 1 --participants 2', { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Next: gomeet loadtest rooms --rooms 1 --participants 2 --duration 30m');
  const config = loadTestConfigSchema.parse(await written('load-test-config.json'));
  expect(config.event).toEqual({ meetings: 1, participantsPerMeeting: 2, participants: 2 });
});

test('an event of half a million is refused with the reasons, and written for a machine that can', async () => {
  const { stdout, exitCode } = await runCli(
    'prepare-load-test --meetings 1000 --participants 500 --out large.json --json',
    { cwd },
  );
  expect(exitCode).toBe(6);
  const { data } = JSON.parse(stdout) as {
    data: { feasibility: { profile: string; isPossible: boolean; needs: { isMet: boolean }[] }[] };
  };
  const full = data.feasibility.find(({ profile }) => profile === 'full');
  expect(full?.isPossible).toBe(false);
  expect(full?.needs.some(({ isMet }) => !isMet)).toBe(true);
  expect(await written('large.json')).toMatchObject({ event: { participants: 500_000 } });
});

test('an earlier configuration is written over, a file of something else is not', async () => {
  await writeFile(join(cwd, 'again.json'), '{"schema": "gomeet.load-test-config/v1"}');
  const again = await runCli('prepare-load-test --meetings 1 --participants 2 --out again.json', { cwd });
  expect(again.exitCode).toBe(0);
  expect(await written('again.json')).toMatchObject({ event: { participants: 2 } });

  await writeFile(join(cwd, 'notes.txt'), 'what I must not forget');
  const foreign = await runCli('prepare-load-test --out notes.txt', { cwd });
  expect(foreign.exitCode).toBe(7);
  expect(foreign.stderr).toContain('notes.txt is there already and holds something else');
  expect(await readFile(join(cwd, 'notes.txt'), 'utf8')).toBe('what I must not forget');
});

test('a folder that is not there is named, and nothing is written', async () => {
  const { stderr, exitCode } = await runCli('prepare-load-test --out nowhere/x.json', { cwd });
  expect(exitCode).toBe(6);
  expect(stderr).toContain(`cannot write ${join(cwd, 'nowhere/x.json')}: there is no such folder`);
});

test.each([
  ['--meetings 0', 'accepted: a whole number from 1 to 1,000 meetings'],
  ['--participants 1001', 'accepted: a whole number from 2 to 1,000 participants'],
  ['--runner cloud', '--runner cloud: accepted: local'],
])('%s is refused and nothing is written', async (flags, message) => {
  const before = await readdir(cwd);
  const { stderr, exitCode } = await runCli(`prepare-load-test ${flags}`, { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(await readdir(cwd)).toEqual(before);
});

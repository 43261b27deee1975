import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from './find-program.ts';
import type { ProgramDefinition } from './tool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-find-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that prints a version. */
function install(path: string, version: string): string {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, `#!/bin/sh\necho "postgres (PostgreSQL) ${version}"\n`);
  chmodSync(full, 0o755);
  return full;
}

const definition = (): ProgramDefinition => ({
  name: 'postgres',
  purpose: 'the database',
  commands: ['postgres'],
  folders: [join(folder, 'lib', '*', 'bin')],
  versionArguments: ['--version'],
  accepted: { from: '14' },
  howToGet: 'gomeet setup',
});

test('of several versions the newest usable one is taken', async () => {
  install('bin/postgres', '13.9');
  install('lib/15/bin/postgres', '15.3');
  const newest = install('lib/17/bin/postgres', '17.1');
  const tool = await findProgram(definition(), { searchPath: join(folder, 'bin') });
  expect(tool.found).toEqual({ path: newest, version: '17.1', source: 'system' });
});

test('one that is too old is told, not taken', async () => {
  const old = install('bin/postgres', '13.9');
  const tool = await findProgram(definition(), { searchPath: join(folder, 'bin') });
  expect(tool.found).toBeUndefined();
  expect(tool.unusable).toBe(`${old} is 13.9`);
});

test('a path that the user gave is taken or refused, and nothing else looked at', async () => {
  install('bin/postgres', '15.3');
  const own = install('own/postgres', '14.1');
  const searchPath = join(folder, 'bin');
  expect((await findProgram(definition(), { searchPath, configured: own })).found?.source).toBe('flag');
  const wrong = await findProgram(definition(), { searchPath, configured: join(folder, 'nowhere') });
  expect(wrong.unusable).toBe(`${join(folder, 'nowhere')} is not a program`);
});

test('says nothing of what is not there', async () => {
  expect(await findProgram(definition(), { searchPath: folder })).toEqual({
    name: 'postgres',
    needed: '14 or newer',
    purpose: 'the database',
    howToGet: 'gomeet setup',
  });
});

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readText } from './read-text.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gomeet-text-'));
});
afterEach(() => rm(folder, { recursive: true }));
const inFolder = (name: string): string => join(folder, name);

test('reads text, and leaves out the mark in front of it', async () => {
  await writeFile(inFolder('a'), '\ufeffZoë\n');
  expect(await readText(inFolder('a'))).toBe('Zoë\n');
  await writeFile(inFolder('empty'), '');
  expect(await readText(inFolder('empty'))).toBe('');
});

test('reads a pipe, as a shell makes one of <(…)', async () => {
  execFileSync('mkfifo', [inFolder('pipe')]);
  const [text] = await Promise.all([readText(inFolder('pipe')), writeFile(inFolder('pipe'), 'through it')]);
  expect(text).toBe('through it');
});

test('says why a file cannot be read', async () => {
  await mkdir(inFolder('folder'));
  await symlink('loop', inFolder('loop'));
  await writeFile(inFolder('latin-1'), Buffer.from('one\ncaf\xe9\n', 'latin1'));
  await writeFile(inFolder('utf-16'), Buffer.from('event:\n', 'utf16le'));
  const why = (path: string) => readText(path).catch(({ message }: Error) => message);
  expect(await why(inFolder('none'))).toBe('there is no such file');
  expect(await why(inFolder('folder'))).toBe('it is a folder');
  expect(await why(inFolder('loop'))).toBe('its symbolic links lead in a circle');
  expect(await why(inFolder('latin-1/x'))).toBe('a part of the path is a file');
  expect(await why(inFolder('latin-1'))).toBe('line 2 is no text in UTF-8');
  expect(await why(inFolder('utf-16'))).toBe('line 1 is no text in UTF-8');
  expect(await why(inFolder('x'.repeat(300)))).toBe('the name is too long');
});

test('a file that is too large, or has no end, is not read whole', async () => {
  await writeFile(inFolder('large'), '');
  await truncate(inFolder('large'), 2 ** 30);
  const tooLarge = 'it is larger than 1 MiB, which is the most that is read';
  await expect(readText(inFolder('large'), 2 ** 20)).rejects.toThrow(tooLarge);
  await expect(readText('/dev/zero', 2 ** 20)).rejects.toThrow(tooLarge);
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceDigest } from './cache.ts';
import { intoCache } from './into-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what fails leaves nothing', async () => {
  const target = join(folder, 'k6-abc');
  const make = async (temporary: string): Promise<void> => {
    writeFileSync(temporary, 'half');
    throw new Error('compiler error');
  };
  await expect(intoCache(target, make)).rejects.toThrow('compiler error');
  expect(readdirSync(folder)).toEqual([]);
});

test('of two that make a folder at once, both succeed and one stays', async () => {
  const target = join(folder, 'clips-abc');
  const make =
    (text: string) =>
    async (temporary: string): Promise<void> => {
      mkdirSync(temporary);
      writeFileSync(join(temporary, 'voice.ogg'), text);
    };
  await intoCache(target, async (temporary) => {
    await make('first')(temporary);
    mkdirSync(target);
    writeFileSync(join(target, 'voice.ogg'), 'of another setup');
  });
  expect(readFileSync(join(target, 'voice.ogg'), 'utf8')).toBe('of another setup');
  expect(readdirSync(folder)).toEqual(['clips-abc']);
});

test('takes away what killed setups left, and versions beyond the third', async () => {
  writeFileSync(join(folder, 'k6-aaa.999999999.new'), 'half');
  for (const version of ['a1', 'a2', 'a3', 'a4']) {
    const target = join(folder, `k6-${version}`);
    await intoCache(target, async (temporary) => writeFileSync(temporary, version));
  }
  await intoCache(join(folder, 'k6-aaa'), async (temporary) => writeFileSync(temporary, 'new'));
  expect(existsSync(join(folder, 'k6-aaa.999999999.new'))).toBe(false);
  expect(readdirSync(folder)).toHaveLength(3);
  expect(readdirSync(folder)).toContain('k6-aaa');
});

test('a digest changes with the sources, and with nothing else', () => {
  const isGo = (name: string): boolean => name.endsWith('.go');
  writeFileSync(join(folder, 'a.go'), 'package a');
  const before = sourceDigest(folder, isGo);
  writeFileSync(join(folder, 'notes.txt'), 'x');
  expect(sourceDigest(folder, isGo)).toBe(before);
  mkdirSync(join(folder, 'inner'));
  writeFileSync(join(folder, 'inner', 'b.go'), 'package b');
  expect(sourceDigest(folder, isGo)).not.toBe(before);
});

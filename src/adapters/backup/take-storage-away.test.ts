import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeStorageAway } from './take-storage-away.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-storage-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the storage is away until it is given back, once or twice', () => {
  const path = join(folder, 'backups');
  mkdirSync(path);
  const { command, giveBack } = takeStorageAway({ kind: 'directory', path }, folder);
  expect(existsSync(path)).toBe(false);
  expect(command).toBe(`mv ${path} ${path}.away`);
  giveBack();
  giveBack();
  expect(existsSync(path)).toBe(true);
});

test('what a killed drill has left away is found again', () => {
  const path = join(folder, 'backups');
  mkdirSync(path);
  renameSync(path, `${path}.away`);
  takeStorageAway({ kind: 'directory', path }, folder).giveBack();
  expect(existsSync(path)).toBe(true);
});

test('a store that is no folder cannot be taken away', () => {
  const storage = { kind: 's3', bucket: 'b', prefix: '/p', endpoint: 'e', region: 'r' } as const;
  expect(() => takeStorageAway(storage, folder)).toThrow('no folder of this machine');
});

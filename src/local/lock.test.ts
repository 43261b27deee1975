import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a second command is told who holds the lock, and gets it once it is released', async () => {
  const path = join(folder, 'lock.json');
  const lock = takeLock(path, 'deploy', 1_000);
  expect(() => takeLock(path, 'down', 43_000)).toThrow(
    expect.objectContaining({
      exitCode: 7,
      code: 'locked',
      message: `another command is at work here: gomeet deploy (process ${process.pid}), for 42 s`,
    }),
  );
  await lock[Symbol.asyncDispose]();
  expect(existsSync(path)).toBe(false);
  await takeLock(path, 'down', 44_000)[Symbol.asyncDispose]();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that is gone counts for nothing', async () => {
  const path = join(folder, 'lock.json');
  const identity = { processId: process.pid, startedAs: 'an earlier boot/12345' };
  writeFileSync(path, JSON.stringify({ identity, purpose: 'deploy', since: 0 }));
  await takeLock(path, 'down', 1_000)[Symbol.asyncDispose]();
  expect(readdirSync(folder)).toEqual([]);
});

import { closeSync, existsSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logTail, openLog } from './log-file.ts';

function newLog(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'api-1.log');
  writeFileSync(path, text);
  return path;
}

test('the tail holds the last lines of this run alone', () => {
  const path = newLog('of an earlier run\n');
  const { descriptor, offset } = openLog(path);
  expect(logTail(path, { offset, lines: 2 })).toEqual([]);
  writeSync(descriptor, 'one\ntwo\nthree\n');
  closeSync(descriptor);
  expect(logTail(path, { offset, lines: 2 })).toEqual(['two', 'three']);
});

test('a log that has grown too long is put aside', () => {
  const path = newLog('x'.repeat(21 * 1024 * 1024));
  const { descriptor, offset } = openLog(path);
  closeSync(descriptor);
  expect(offset).toBe(0);
  expect(existsSync(`${path}.1`)).toBe(true);
});

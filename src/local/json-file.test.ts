import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJson, writeJson } from './json-file.ts';
import { readSecrets } from './read-secrets.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-json-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a file is written whole, for its owner alone', () => {
  const path = join(newFolder(), 'state.json');
  expect(readJson(path)).toBeUndefined();
  writeJson(path, { a: 1 });
  expect(readJson(path)).toEqual({ a: 1 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a write that fails leaves nothing beside the file', () => {
  const folder = newFolder();
  const path = join(folder, 'state.json');
  writeFileSync(path, '{}');
  const circular: { self?: unknown } = {};
  circular.self = circular;
  expect(() => writeJson(path, circular)).toThrow('circular');
  expect(readdirSync(folder)).toEqual(['state.json']);
});

test('secrets are made once, and stay', () => {
  const path = join(newFolder(), 'secrets.json');
  const secrets = readSecrets(path);
  expect(readSecrets(path)).toEqual(secrets);
  expect(secrets.livekitApiSecret).toHaveLength(64);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

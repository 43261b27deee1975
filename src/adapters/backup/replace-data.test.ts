import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DataPlace } from './data-place.ts';
import { copyForReplicas, replaceData, restoringFolder } from './replace-data.ts';

let folder: string;
let place: DataPlace;
const write = (path: string, text: string): void => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'what'), text);
};
const textIn = (path: string): string => readFileSync(join(path, 'what'), 'utf8');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-place-'));
  const [dataDirectory = '', ...replicas] = ['1', '2', '3'].map((name) => join(folder, name, 'data'));
  place = { dataDirectory, replicas, memories: [join(folder, 'etcd')], redis: [] };
  for (const directory of [dataDirectory, ...replicas]) write(directory, 'of now');
  write(join(folder, 'etcd'), 'who led');
  write(restoringFolder(dataDirectory), 'of then');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('every server gets the same copy, what was there stays aside, and what remembered it is gone', async () => {
  await copyForReplicas(place);
  const aside = replaceData(place, 'stamp');
  expect([place.dataDirectory, ...place.replicas].map(textIn)).toEqual(['of then', 'of then', 'of then']);
  expect(aside.map(textIn)).toEqual(['of now', 'of now', 'of now']);
  expect(existsSync(join(folder, 'etcd'))).toBe(false);
  const settings = JSON.parse(readFileSync(join(place.replicas[1] ?? '', 'patroni.dynamic.json'), 'utf8'));
  expect(settings).toMatchObject({ synchronous_mode_strict: true });
});

test('killed between two servers it can be run again', async () => {
  await copyForReplicas(place);
  rmSync(restoringFolder(place.replicas[1] ?? ''), { recursive: true });
  expect(() => replaceData(place, 'first')).toThrow('ENOENT');
  write(restoringFolder(place.dataDirectory), 'of then');
  await copyForReplicas(place);
  replaceData(place, 'second');
  expect([place.dataDirectory, ...place.replicas].map(textIn)).toEqual(['of then', 'of then', 'of then']);
});

test('a single server has nobody to copy for', async () => {
  await copyForReplicas({ ...place, replicas: [] });
  expect(existsSync(join(restoringFolder(place.dataDirectory), 'patroni.dynamic.json'))).toBe(false);
});

import { expect, test } from 'vitest';
import { storageName, storageText } from './storage.ts';

test('a folder is absolute and has no trailing slash', () => {
  expect(storageText.parse('/mnt/backups/')).toEqual({ kind: 'directory', path: '/mnt/backups' });
});

test('an S3-compatible store has bucket, folder, endpoint and region', () => {
  const storage = storageText.parse('s3://vault/meet?endpoint=127.0.0.1:9000&region=sgp1');
  expect(storage).toEqual({
    kind: 's3',
    bucket: 'vault',
    prefix: '/meet',
    endpoint: '127.0.0.1:9000',
    region: 'sgp1',
  });
  expect(storageName(storage)).toBe('s3://vault/meet?endpoint=127.0.0.1:9000&region=sgp1');
});

test.each([
  'backups',
  '/',
  '/mnt/../etc',
  '/proc/x',
  '/mnt/a b',
  "/mnt/a'b",
  's3://vault',
  's3://vault/x?endpoint=',
  's3://vault?endpoint=h&secret=x',
  's3://key:secret@vault?endpoint=h',
  'ftp://host/x',
])('%s is refused with what is accepted', (text) => {
  expect(storageText.safeParse(text).error?.issues[0]?.message).toContain('accepted: an absolute folder');
});

import { expect, test } from 'vitest';
import { newestSegmentAt, restorablePointOf } from './restorable-point.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const quiet = { isHealthy: true, timeoutSeconds: 60 };

test('only segments of the log count', () => {
  const sha = 'a'.repeat(40);
  const files = [
    { path: `archive/gomeet/15-1/0000000100000000/000000010000000000000002-${sha}.zst`, modifiedAt: 1000 },
    { path: `archive/gomeet/15-1/0000000100000000/000000010000000000000001-${sha}.zst`, modifiedAt: 500 },
    {
      path: 'archive/gomeet/15-1/0000000100000000/000000010000000000000002.00000028.backup',
      modifiedAt: 9000,
    },
    { path: 'archive/gomeet/archive.info', modifiedAt: 9000 },
  ];
  expect(newestSegmentAt(files)).toBe(1000);
  expect(newestSegmentAt(files.slice(2))).toBeUndefined();
});

test('a database that writes nothing has everything archived but the last minute', () => {
  expect(restorablePointOf(now - 3_600_000, quiet, now)).toEqual({
    at: '2026-11-21T11:59:00.000Z',
    ageSeconds: 60,
  });
  expect(restorablePointOf(now - 5_000, quiet, now).ageSeconds).toBe(5);
});

test.each([
  ['fails', { isHealthy: false, timeoutSeconds: 60 }],
  ['has no limit', { isHealthy: true, timeoutSeconds: 0 }],
  ['cannot be asked', undefined],
])('an archiver that %s leaves the age of the last segment', (_what, archiver) => {
  expect(restorablePointOf(now - 3_600_000, archiver, now).ageSeconds).toBe(3600);
});

test('a clock that is behind the storage’s makes no negative age', () => {
  expect(restorablePointOf(now + 2_000, undefined, now).ageSeconds).toBe(0);
});

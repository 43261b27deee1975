import { describe, expect, test } from 'vitest';
import { type BaseBackup, backupFor, catalogueOf, typeFor } from './backup-catalogue.ts';
import { chooseBackup } from './choose-backup.ts';

const at = (text: string): number => Date.parse(text);
const backup = (label: string, endedAt: string, over: Partial<BaseBackup> = {}): BaseBackup => ({
  label,
  type: 'full',
  startedAt: at(endedAt) - 5000,
  endedAt: at(endedAt),
  databaseBytes: 30_000_000,
  storedBytes: 5_000_000,
  firstSegment: '000000010000000000000002',
  references: [],
  isSealed: true,
  ...over,
});
const first = backup('one', '2026-11-01T03:00:00Z');
const second = backup('two', '2026-11-02T03:00:00Z', { type: 'incremental' });
const torn = backup('torn', '2026-11-03T03:00:00Z', { isSealed: false });

test('reads what pgbackrest prints, and knows which backups are sealed', () => {
  const info = [
    {
      name: 'gomeet',
      backup: [
        {
          label: '20261121-223108F',
          type: 'full',
          timestamp: { start: 100, stop: 104 },
          info: { size: 30, repository: { delta: 5, size: 5 } },
          archive: { start: '000000010000000000000002', stop: '000000010000000000000002' },
          reference: null,
        },
      ],
    },
  ];
  expect(catalogueOf(info, new Set(['20261121-223108F']))).toEqual([
    {
      label: '20261121-223108F',
      type: 'full',
      startedAt: 100_000,
      endedAt: 104_000,
      databaseBytes: 30,
      storedBytes: 5,
      firstSegment: '000000010000000000000002',
      references: [],
      isSealed: true,
    },
  ]);
  expect(catalogueOf([], new Set())).toEqual([]);
});

test('a full backup first and then each week, else what changed', () => {
  expect(typeFor([], 0)).toBe('full');
  expect(typeFor([first, second], at('2026-11-08T02:59:59Z'))).toBe('incr');
  expect(typeFor([first, second], at('2026-11-08T03:00:00Z'))).toBe('full');
});

describe('the backup that a restore begins with', () => {
  test('is the newest whole one that had ended before', () => {
    expect(backupFor([first, second, torn], undefined)).toBe(second);
    expect(backupFor([first, second, torn], at('2026-11-04T00:00:00Z'))).toBe(second);
    expect(backupFor([first, second], at('2026-11-02T02:59:59Z'))).toBe(first);
  });

  test('does not end in the wanted second, in which it may be too young', () => {
    expect(backupFor([first, second], at('2026-11-02T03:00:00.900Z'))).toBe(first);
    expect(backupFor([first, second], at('2026-11-02T03:00:01Z'))).toBe(second);
  });

  test.each([
    [[], {}, 'there is no whole backup there'],
    [[torn], {}, 'there is no whole backup there'],
    [[first, second], { label: 'three' }, 'there is no whole backup three; there are: one, two'],
    [
      [first],
      { to: at('2026-11-01T02:00:00Z') },
      'lies before the archive, which begins at 2026-11-01T03:00:01.000Z',
    ],
  ])('%# is refused with what there is', (catalogue, wish, words) => {
    expect(() => chooseBackup(catalogue, wish)).toThrow(words);
  });
});

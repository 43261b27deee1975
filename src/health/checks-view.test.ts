import { expect, test } from 'vitest';
import type { CheckResult } from './check.ts';
import { checksView } from './checks-view.ts';

const ok: CheckResult = {
  id: 'node',
  category: 'Programs',
  title: 'Node',
  status: 'ok',
  found: '24.21.0',
  needed: '24 or newer',
  hint: null,
};

test('a red line says what is needed, what mends it and where to read more', () => {
  const failed: CheckResult = {
    id: 'disk',
    category: 'Machine',
    title: 'disk',
    status: 'failed',
    found: '1 MiB free',
    needed: '2 GiB',
    hint: 'free some space',
  };
  expect(checksView([ok, failed], { color: false })).toBe(
    [
      'Programs',
      '  ✓ Node  24.21.0',
      '',
      'Machine',
      '  ✗ disk  1 MiB free',
      '      needed: 2 GiB',
      '      mend:   free some space',
      '      read:   docs/checks.md#gm0207',
      '',
      '1 ok, 1 failed',
    ].join('\n'),
  );
});

test('colour goes to the mark alone', () => {
  expect(checksView([ok], { color: true })).toContain('\u001b[32m✓\u001b[0m Node');
});

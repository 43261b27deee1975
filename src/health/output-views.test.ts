import { expect, test } from 'vitest';
import { checkOf, skippedCheck } from './check-of.ts';
import { junitView } from './junit-view.ts';
import { shortView } from './short-view.ts';

const checks = [
  checkOf('redis-memory', 'Redis memory', { status: 'ok', found: '1 MB', needed: 'less than 85 %' }),
  checkOf('postgres-lag', 'lag', { status: 'warning', found: '20 s behind', needed: 'at most 10 s' }),
  checkOf('real-call', 'call', { status: 'failed', found: '1 < 2 & "broken"\u0007', needed: 'both' }),
  skippedCheck('turn-answers', 'no TURN server'),
];

test('short: what is not well, a line each, and a count', () => {
  expect(shortView(checks).split('\n')).toEqual([
    'WARNING GM0703 lag: 20 s behind → gomeet status',
    'FAILED  GM1302 call: 1 < 2 & "broken"\u0007 → gomeet report open',
    '1 of 3 checks are well, 1 skipped',
  ]);
});

test('junit: counts are right, text is escaped, and warnings fail when they are to', () => {
  const xml = junitView(checks, 'error');
  expect(xml).toContain(
    '<testsuites name="gomeet health-check" tests="4" failures="1" errors="0" skipped="1">',
  );
  expect(xml).toContain('message="1 &lt; 2 &amp; &quot;broken&quot;"');
  expect(xml).toContain('<skipped message="no TURN server"/>');
  expect(junitView(checks, 'warning')).toContain('failures="2"');
});

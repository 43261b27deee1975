import { expect, test } from 'vitest';
import { isDatabaseAway } from './errors.ts';

test.each([
  ['25006', 'cannot execute INSERT in a read-only transaction'],
  ['53100', 'could not extend file "base/16384/16977": No space left on device'],
  ['57P01', 'terminating connection due to administrator command'],
  ['08P01', 'server login has been failing, try again later'],
])('%s, as while another server takes over, is told as unavailable', (code, message) =>
  expect(isDatabaseAway({ code, message })).toBe(true),
);

test('a row that is there twice is no outage', () =>
  expect(isDatabaseAway({ code: '23505', message: 'duplicate key value' })).toBe(false));

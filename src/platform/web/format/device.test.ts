import { expect, test } from 'vitest';
import { formatDevice } from './device.ts';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0',
    'Edge on Windows',
  ],
  ['curl/8.5.0', 'curl'],
  [null, 'Unknown device'],
])('%s is %s', (userAgent, expected) => {
  expect(formatDevice(userAgent)).toBe(expected);
});

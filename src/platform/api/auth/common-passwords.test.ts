import { expect, test } from 'vitest';
import { isCommonPassword } from './common-passwords.ts';

test.each(['password', 'Password1', '12345678', 'iloveyou', 'QWERTYUIOP'])(
  'what guessers try first is common: %s [v5.0.0-6.2.4]',
  (password) => {
    expect(isCommonPassword(password)).toBe(true);
  },
);

test.each(['correct horse battery', '', '# ', 'f3Jq0xW2mZ'])('%j is not', (password) => {
  expect(isCommonPassword(password)).toBe(false);
});

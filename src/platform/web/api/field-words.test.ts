import { expect, test } from 'vitest';
import { fieldName, fieldWords, plainDetail } from './field-words.ts';

test.each([
  ['Too small: expected string to have >=8 characters', 'at least 8 characters'],
  ['Too small: expected string to have >=1 characters', 'must not be empty'],
  ['Too big: expected number to be <=1000', 'at most 1000'],
  ['Invalid email address', 'not an e-mail address'],
  ['must be after scheduledAt', 'must be after scheduledAt'],
])('%s: %s', (message, words) => {
  expect(fieldWords(message)).toBe(words);
});

test('a field is named as people would', () => {
  expect(fieldName('/firstName')).toBe('First name');
  expect(plainDetail('body /endsAt: must be after scheduledAt')).toBe('Ends at: must be after scheduledAt');
  expect(plainDetail('The room is full')).toBe('The room is full');
});

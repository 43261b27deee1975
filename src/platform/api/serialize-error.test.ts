import { expect, test } from 'vitest';
import { serializeError } from './serialize-error.ts';

test('an error keeps its words, code and cause, and nothing that was hung on it', () => {
  const cause = Object.assign(new TypeError('refused'), {
    code: 'ECONNREFUSED',
    client: { password: 'secret' },
  });
  const logged = serializeError(new Error('no database', { cause }));
  expect(logged).toMatchObject({
    type: 'Error',
    message: 'no database',
    cause: { type: 'TypeError', code: 'ECONNREFUSED' },
  });
  expect(JSON.stringify(logged)).not.toContain('secret');
});

test('what is thrown without being an error is still said', () => {
  expect(serializeError('oops')).toEqual({ type: 'string', message: 'oops', stack: '' });
});

import { expect, test } from 'vitest';
import { ExitCode, exitCodeMeanings, GomeetError } from './errors.ts';

test('every exit code has a meaning, in the order of the codes', () => {
  expect(exitCodeMeanings.map(({ code }) => code)).toEqual(Object.values(ExitCode));
});

test.each(Object.entries(ExitCode))(
  'an error of code %s without a hint says what to type next',
  (_name, exitCode) => {
    expect(new GomeetError('it did not work', { exitCode, code: 'some-error' }).hint).toMatch(/^gomeet /);
  },
);

test('a hint of its own wins', () => {
  const error = new GomeetError('x', { exitCode: ExitCode.usage, code: 'x', hint: 'gomeet plan --help' });
  expect(error.hint).toBe('gomeet plan --help');
});

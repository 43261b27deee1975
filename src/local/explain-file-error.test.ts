import { expect, test } from 'vitest';
import { explainingFileErrors } from './explain-file-error.ts';

const failing = (code: string) => async (): Promise<never> => {
  throw Object.assign(new Error(`${code}: some call`), { code, path: '/project/.gomeet/ports.json' });
};

test.each([
  ['ENOSPC', 'disk-full', 'the disk is full: /project/.gomeet/ports.json'],
  ['EROFS', 'not-writable', 'a file cannot be written: /project/.gomeet/ports.json'],
])('%s says what to do', async (code, id, message) => {
  await expect(explainingFileErrors(failing(code))).rejects.toMatchObject({ exitCode: 6, code: id, message });
});

test('every other error passes as it is', async () => {
  await expect(explainingFileErrors(failing('EPIPE'))).rejects.toThrow('EPIPE: some call');
  expect(await explainingFileErrors(async () => 'result')).toBe('result');
});

import { readFileSync } from 'node:fs';

const list = readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8');

const commonPasswords: ReadonlySet<string> = new Set(
  list.split('\n').filter((line) => line !== '' && !line.startsWith('# ')),
);

/** Whether a password is among those that guessers try first, however its letters are written. */
export const isCommonPassword = (password: string): boolean => commonPasswords.has(password.toLowerCase());

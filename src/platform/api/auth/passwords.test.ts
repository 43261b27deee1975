import { expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';

test('a hash says its parameters, fits its column, and is of that password only', async () => {
  const passwords = await createPasswords(2, 10);
  const stored = await passwords.hash('correct horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(stored.length).toBeLessThanOrEqual(255);
  expect(await passwords.verify('correct horse', stored)).toBe(true);
  expect(await passwords.verify('wrong horse', stored)).toBe(false);
  expect(await passwords.hash('correct horse')).not.toBe(stored);
});

test('without an account no password is right, not even the one behind the decoy', async () => {
  const passwords = await createPasswords(1, 1);
  expect(await passwords.verify('no account has this password', undefined)).toBe(false);
});

test('no more run at once than allowed, no more wait than allowed, and the turn is handed on', async () => {
  const passwords = await createPasswords(1, 2);
  const work = [passwords.hash('a'), passwords.hash('b'), passwords.hash('c')];
  expect([passwords.running, passwords.waiting]).toEqual([1, 2]);
  await expect(passwords.hash('d')).rejects.toMatchObject({
    code: 'unavailable',
    headers: { 'retry-after': '2' },
  });
  expect(new Set(await Promise.all(work)).size).toBe(3);
  expect([passwords.running, passwords.waiting]).toEqual([0, 0]);
});

test('a failure gives the turn back', async () => {
  const passwords = await createPasswords(1, 1);
  await expect(passwords.verify('x', 'not a hash')).rejects.toThrow();
  expect(await passwords.verify('x', undefined)).toBe(false);
  expect(passwords.running).toBe(0);
});

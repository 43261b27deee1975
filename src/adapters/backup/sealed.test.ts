import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { derivedKeys, seal, unseal } from './sealed.ts';

const { seal: key } = derivedKeys(Buffer.alloc(32, 7));
const plain = Buffer.from('rooms and secrets');

test('comes back as it was, and no two seals are alike', () => {
  const sealed = seal(key, 'a', plain);
  expect(unseal(key, 'a', sealed)).toEqual(plain);
  expect(seal(key, 'a', plain)).not.toEqual(sealed);
  expect(sealed.includes('rooms')).toBe(false);
});

test('one flipped bit anywhere, another name, another key or a cut end are refused', () => {
  const sealed = seal(key, 'a', plain);
  for (let at = 0; at < sealed.length; at++) {
    const flipped = Buffer.from(sealed);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    expect(() => unseal(key, 'a', flipped)).toThrow('a in the backup is damaged');
  }
  expect(() => unseal(key, 'b', sealed)).toThrow('damaged');
  expect(() => unseal(randomBytes(32), 'a', sealed)).toThrow('damaged');
  expect(() => unseal(key, 'a', sealed.subarray(0, 20))).toThrow('damaged');
});

test('the two derived keys have nothing in common', () => {
  const keys = derivedKeys(Buffer.alloc(32, 7));
  expect(keys.passphrase).not.toBe(keys.seal.toString('hex'));
  expect(keys.passphrase).toHaveLength(64);
});

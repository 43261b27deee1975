import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createEncryption, DecryptionError } from './encryption.ts';

const oldKey = { id: 'old', key: randomBytes(32) };
const newKey = { id: 'new', key: randomBytes(32) };
const place = { column: 'webhooks.secret', rowId: '7' };

test('what is encrypted comes back, differs each time and says its key [v5.0.0-11.3.2, 11.3.4]', () => {
  const encryption = createEncryption([newKey]);
  const [first, second] = [encryption.encrypt('größer', place), encryption.encrypt('größer', place)];
  expect(first).toMatch(/^v1\.new\.[\w-]{16}\.[\w-]+$/);
  expect(first).not.toBe(second);
  expect([first, second].map((stored) => encryption.decrypt(stored, place))).toEqual(['größer', 'größer']);
  expect(encryption.decrypt(encryption.encrypt('', place), place)).toBe('');
});

test.each([
  ['the row of another', { ...place, rowId: '8' }],
  ['another column', { ...place, column: 'webhooks.url' }],
])('a value copied to %s does not decrypt there [v5.0.0-11.3.3]', (_where, elsewhere) => {
  const encryption = createEncryption([newKey]);
  expect(() => encryption.decrypt(encryption.encrypt('x', place), elsewhere)).toThrow(DecryptionError);
});

test('a value of which one bit was changed does not decrypt, wherever the bit is [v5.0.0-11.3.3]', () => {
  const encryption = createEncryption([newKey]);
  const [form, keyId, ...parts] = encryption.encrypt('secret', place).split('.');
  for (const [index, part] of parts.entries()) {
    const bytes = Buffer.from(part, 'base64url');
    for (const at of bytes.keys()) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const stored = [form, keyId, ...parts.with(index, altered.toString('base64url'))].join('.');
      expect(() => encryption.decrypt(stored, place)).toThrow(DecryptionError);
    }
  }
});

test.each(['', 'plain', 'v1', 'v1.new', 'v1.new..', 'v1.new.AAAA.AAAA', 'v2.new.AAAA.AAAA'])(
  'what is no encrypted value is refused: %j',
  (stored) => {
    expect(() => createEncryption([newKey]).decrypt(stored, place)).toThrow(DecryptionError);
  },
);

test('the first key encrypts, the others decrypt, and without its key a value is lost [v5.0.0-11.2.2]', () => {
  const stored = createEncryption([oldKey]).encrypt('secret', place);
  const rotated = createEncryption([newKey, oldKey]);
  expect(rotated.decrypt(stored, place)).toBe('secret');
  expect(rotated.encrypt('secret', place)).toMatch(new RegExp(`^${rotated.newestPrefix}`));
  expect(() => createEncryption([newKey]).decrypt(stored, place)).toThrow('no key "old"');
  expect(createEncryption([newKey]).tryDecrypt(stored, place)).toBeUndefined();
});

test('a derived key is of one purpose and one data key', () => {
  const encryption = createEncryption([newKey, oldKey]);
  const links = encryption.deriveKey('signed-link');
  expect(links).toHaveLength(32);
  expect(links.equals(encryption.deriveKey('refresh-token'))).toBe(false);
  expect(encryption.deriveKeys('signed-link')).toEqual([
    links,
    createEncryption([oldKey]).deriveKey('signed-link'),
  ]);
});

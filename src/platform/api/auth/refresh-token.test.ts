import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createEncryption } from '../encryption.ts';
import { createRefreshTokens } from './refresh-token.ts';

const keyOf = (id: string) => ({ id, key: randomBytes(32) });
const first = keyOf('first');
const tokens = createRefreshTokens(createEncryption([first]));

test('a token names its session, differs each time, and has one successor that differs from it', () => {
  const sessionId = randomUUID();
  const issued = tokens.issue(sessionId);
  expect(issued.token).toMatch(/^[\w-]{86}$/);
  expect(tokens.issue(sessionId).token).not.toBe(issued.token);
  const known = tokens.read(issued.token);
  expect(known).toEqual(tokens.read(issued.token));
  expect(known).toMatchObject({ sessionId, digest: issued.digest });
  expect(known?.successor).not.toBe(issued.token);
  expect(tokens.read(known?.successor ?? '')).toMatchObject({ sessionId, digest: known?.successorDigest });
});

test('a token of which one bit was changed is none, and so is everything else [v5.0.0-9.1.1]', () => {
  const bytes = Buffer.from(tokens.issue(randomUUID()).token, 'base64url');
  for (const at of bytes.keys()) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(tokens.read(altered.toString('base64url'))).toBeUndefined();
  }
  for (const guess of ['', 'abc', randomBytes(64).toString('base64url'), bytes.toString('hex')])
    expect(tokens.read(guess)).toBeUndefined();
});

test('workers before and after a rotation of keys agree on the successor; without the old key the session ends', () => {
  const second = keyOf('second');
  const { token } = tokens.issue(randomUUID());
  const rotated = createRefreshTokens(createEncryption([second, first]));
  expect(rotated.read(token)).toEqual(tokens.read(token));
  expect(createRefreshTokens(createEncryption([second])).read(token)).toBeUndefined();
});

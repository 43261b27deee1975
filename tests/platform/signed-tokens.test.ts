import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { accessTokenSeconds, signAccessTokens } from '../../src/local/sign-access-tokens.ts';
import { createAccessTokens } from '../../src/platform/api/auth/access-token.ts';
import { productionPolicy } from '../../src/platform/api/policy.ts';

const keyOf = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

test('the API takes the access tokens that gomeet signs for a load test, and they live as long as its own', async () => {
  const key = keyOf();
  const tokens = await createAccessTokens(key, productionPolicy.accessTokenSeconds);
  const userIds = [randomUUID(), randomUUID()];
  const signed = signAccessTokens(key, userIds, Date.now());
  expect(await Promise.all(signed.map(({ accessToken }) => tokens.verify(accessToken)))).toEqual(
    signed.map(({ userId, sessionId }) => ({ userId, sessionId, admin: false })),
  );
  expect(signed.map(({ userId }) => userId)).toEqual(userIds);
  expect(accessTokenSeconds).toBe(productionPolicy.accessTokenSeconds);
});

test('it takes neither those of another key nor those that are too old', async () => {
  const key = keyOf();
  const tokens = await createAccessTokens(key, productionPolicy.accessTokenSeconds);
  const [foreign] = signAccessTokens(keyOf(), [randomUUID()], Date.now());
  const [old] = signAccessTokens(key, [randomUUID()], Date.now() - (accessTokenSeconds + 1) * 1000);
  expect(await tokens.verify(foreign?.accessToken ?? '')).toBeUndefined();
  expect(await tokens.verify(old?.accessToken ?? '')).toBeUndefined();
});

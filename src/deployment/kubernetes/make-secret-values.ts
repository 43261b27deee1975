import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { SecretValue, SecretValues } from './secret-list.ts';

/** 256 bits, hexadecimal: it needs no quoting in an address, a file or a header. */
const random = (): string => randomBytes(32).toString('hex');

/**
 * New values for everything that is secret, by the system's random source.
 *
 * @param previousDataKeys keys that data in the database was encrypted with: they stay readable behind the new one
 */
export function makeSecretValues(previousDataKeys = ''): SecretValues {
  const vapid = createECDH('prime256v1');
  const vapidPublicKey = vapid.generateKeys();
  // Leading zeros are no part of what it returns, and the length must be right.
  const vapidPrivateKey = Buffer.concat([Buffer.alloc(32), vapid.getPrivateKey()]).subarray(-32);
  const { privateKey } = generateKeyPairSync('ed25519');
  const dataKey = `k${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`;
  return {
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    dataKeys: previousDataKeys === '' ? dataKey : `${dataKey},${previousDataKeys}`,
    livekitApiKey: `API${randomBytes(6).toString('hex')}`,
    livekitApiSecret: random(),
    recorderToken: random(),
    vapidPublicKey: vapidPublicKey.toString('base64url'),
    vapidPrivateKey: vapidPrivateKey.toString('base64url'),
    databasePassword: random(),
    redisPassword: random(),
    turnSecret: random(),
    grafanaPassword: random(),
  };
}

/** Pairs are made together: a public key is of no use with another's private one. */
const pairs: readonly (readonly SecretValue[])[] = [
  ['vapidPublicKey', 'vapidPrivateKey'],
  ['livekitApiKey', 'livekitApiSecret'],
];

/** The values that are there, and new ones for those that are missing. */
export function completeSecretValues(found: Partial<SecretValues>): SecretValues {
  const made = makeSecretValues();
  const kept = { ...found };
  for (const pair of pairs) {
    if (pair.every((value) => kept[value] !== undefined)) continue;
    for (const value of pair) delete kept[value];
  }
  return { ...made, ...kept };
}

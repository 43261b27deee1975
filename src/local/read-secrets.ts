import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readJson, writeJson } from './json-file.ts';

/** What the services of one local target know of each other. Generated once, kept in a file for its owner alone. */
export interface Secrets {
  readonly databasePassword: string;
  readonly redisPassword: string;
  readonly livekitApiKey: string;
  readonly livekitApiSecret: string;
  /** Ed25519 private key, PKCS #8 DER in base64: the API signs access tokens with it. */
  readonly accessTokenPrivateKey: string;
  /** 32 bytes in base64: the API encrypts sensitive columns with it. */
  readonly dataKey: string;
  /** The pair of keys (P-256, base64url) by which push services know this platform (RFC 8292). */
  readonly vapidPublicKey: string;
  readonly vapidPrivateKey: string;
  /** What the API shows the recorder. */
  readonly recorderToken: string;
  /** With which replicas of PostgreSQL read the primary's log. */
  readonly replicationPassword: string;
  /** What others must show to change something through Patroni. */
  readonly patroniPassword: string;
  /** coturn and LiveKit make TURN credentials from it. */
  readonly turnSecret: string;
}

/**
 * The target's secrets. What is missing is generated: all of them at first, and later those that a newer version needs.
 * 256 bits each, hexadecimal where a URL or a file holds them, so that they need no quoting.
 */
export function readSecrets(path: string): Secrets {
  const kept = readJson<Partial<Secrets>>(path);
  const secrets: Secrets = { ...generateSecrets(), ...kept };
  if (kept === undefined || Object.keys(kept).length < Object.keys(secrets).length) writeJson(path, secrets);
  return secrets;
}

function generateSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    databasePassword: randomBytes(32).toString('hex'),
    redisPassword: randomBytes(32).toString('hex'),
    livekitApiKey: `API${randomBytes(6).toString('hex')}`,
    livekitApiSecret: randomBytes(32).toString('hex'),
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    dataKey: randomBytes(32).toString('base64'),
    ...generateVapidKeys(),
    recorderToken: randomBytes(32).toString('hex'),
    replicationPassword: randomBytes(32).toString('hex'),
    patroniPassword: randomBytes(32).toString('hex'),
    turnSecret: randomBytes(32).toString('hex'),
  };
}

/** The private key is its 32 bytes, the public one its point of 65, as web push writes them. */
function generateVapidKeys(): Pick<Secrets, 'vapidPublicKey' | 'vapidPrivateKey'> {
  const keys = createECDH('prime256v1');
  const publicKey = keys.generateKeys();
  // Leading zeros are no part of what it returns, and the length must be right.
  const privateKey = Buffer.concat([Buffer.alloc(32), keys.getPrivateKey()]).subarray(-32);
  return {
    vapidPublicKey: publicKey.toString('base64url'),
    vapidPrivateKey: privateKey.toString('base64url'),
  };
}

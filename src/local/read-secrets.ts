import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readJson, writeJson } from './json-file.ts';

/** What the services of one local target know of each other. Generated once, kept in a file for its owner alone. */
export interface Secrets {
  readonly databasePassword: string;
  readonly redisPassword: string;
  readonly livekitApiKey: string;
  readonly livekitApiSecret: string;
  /** Ed25519 private key, PKCS #8 DER in base64: the API signs access tokens with it. */
  readonly accessTokenPrivateKey: string;
}

/** The target's secrets; generated when there are none. 256 bits each, hexadecimal so that URLs and files need no quoting. */
export function readSecrets(path: string): Secrets {
  const kept = readJson<Secrets>(path);
  if (kept !== undefined) return kept;
  const { privateKey } = generateKeyPairSync('ed25519');
  const secrets: Secrets = {
    databasePassword: randomBytes(32).toString('hex'),
    redisPassword: randomBytes(32).toString('hex'),
    livekitApiKey: `API${randomBytes(6).toString('hex')}`,
    livekitApiSecret: randomBytes(32).toString('hex'),
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
  writeJson(path, secrets);
  return secrets;
}

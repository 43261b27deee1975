import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ExitCode, GomeetError } from '../../errors.ts';

/** Two keys from the one in the file, so that neither use can weaken the other. */
export function derivedKeys(key: Buffer): { readonly passphrase: string; readonly seal: Buffer } {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  return {
    passphrase: derive('gomeet backup, pgBackRest').toString('hex'),
    seal: derive('gomeet backup, seal'),
  };
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, text, tag. The name is authenticated too, so that one document cannot stand in for another. */
export function seal(key: Buffer, name: string, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws GomeetError (critical, `backup-damaged`) when a single bit differs, or the key is another one */
export function unseal(key: Buffer, name: string, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new GomeetError(`${name} in the backup is damaged, or was sealed with another key`, {
      exitCode: ExitCode.critical,
      code: 'backup-damaged',
      hint: 'use another backup (gomeet backup list), and make a new one: gomeet backup --type full',
      cause,
    });
  }
}

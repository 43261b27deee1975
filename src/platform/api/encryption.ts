import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from './config.ts';

/** The row of an encrypted value. It is authenticated with it, so that a value copied elsewhere does not decrypt there. */
interface Place {
  /** `table.column` */
  readonly column: string;
  readonly rowId: string;
}

/** A value was altered, stands in another row than it was written for, or its key is not at hand any more. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError';
}

export interface Encryption {
  /** @returns `v1.<keyId>.<iv>.<tag and ciphertext>`, both in base64url. */
  encrypt(plaintext: string, place: Place): string;
  /** @throws {DecryptionError} */
  decrypt(stored: string, place: Place): string;
  /** @returns the value, or undefined where {@link decrypt} would throw: for what may be forgotten with its key. */
  tryDecrypt(stored: string, place: Place): string | undefined;
  /** What every value begins with that the newest key has encrypted. */
  readonly newestPrefix: string;
  /** A key for one purpose alone, from the newest data key. */
  deriveKey(purpose: string): Buffer;
  /** The same from each data key, newest first: what an older one has signed is still accepted. */
  deriveKeys(purpose: string): readonly Buffer[];
}

const version = 'v1';
/** Of GCM (NIST SP 800-38D). Random IVs are safe for 2^32 values a key, which is why keys are rotated. */
const [ivBytes, tagBytes] = [12, 16];

const associatedData = ({ column, rowId }: Place) => Buffer.from(`${column}:${rowId}`);

/**
 * Encrypts columns by AES-256-GCM. Keys of other purposes come from the data keys by HKDF (RFC 5869): there is one secret
 * to keep and rotate.
 * @param keys the first encrypts, all decrypt; 32 bytes each.
 */
export function createEncryption(keys: Config['dataKeys']): Encryption {
  const [newest] = keys;
  if (!newest) throw new Error('encryption needs a key');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const derive = (key: Buffer, purpose: string) =>
    Buffer.from(hkdfSync('sha256', key, 'gomeet', `${version}:${purpose}`, 32));

  function decrypt(stored: string, place: Place): string {
    const [form, keyId = '', iv = '', sealed = ''] = stored.split('.');
    const key = byId.get(keyId);
    if (form !== version || !key)
      throw new DecryptionError(`${place.column}: no key "${keyId}" for a value of form "${form}"`);
    const bytes = Buffer.from(sealed, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(associatedData(place)).setAuthTag(bytes.subarray(0, tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(tagBytes)), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new DecryptionError(`${place.column}: the value was altered or is not of this row`, {
        cause: error,
      });
    }
  }

  return {
    newestPrefix: `${version}.${newest.id}.`,
    encrypt: (plaintext, place) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', newest.key, iv, { authTagLength: tagBytes });
      cipher.setAAD(associatedData(place));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const sealed = Buffer.concat([cipher.getAuthTag(), ciphertext]);
      return [version, newest.id, iv.toString('base64url'), sealed.toString('base64url')].join('.');
    },
    decrypt,
    tryDecrypt: (stored, place) => {
      try {
        return decrypt(stored, place);
      } catch (error) {
        if (error instanceof DecryptionError) return undefined;
        throw error;
      }
    },
    deriveKey: (purpose) => derive(newest.key, purpose),
    deriveKeys: (purpose) => keys.map(({ key }) => derive(key, purpose)),
  };
}

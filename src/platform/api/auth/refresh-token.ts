import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Encryption } from '../encryption.ts';

/** A refresh token that this platform has made, be it still good or not. */
interface KnownRefreshToken {
  readonly sessionId: string;
  /** SHA-256 in hex: what the database keeps instead. */
  readonly digest: string;
  /** The one token that may come after it. */
  readonly successor: string;
  readonly successorDigest: string;
}

/**
 * A refresh token is 16 bytes of the session's id, 32 secret bytes and 16 bytes of HMAC over both, in base64url. The HMAC
 * tells an old token of a session from a guess, so that any token used too late ends its session, however many came after
 * it, while nobody ends a session by its id alone. The next token is computed from the one before: two tabs that refresh
 * at the same moment, at two workers, get the same one.
 */
export interface RefreshTokens {
  /** @returns the first token of a session, and its digest. */
  issue(sessionId: string): { token: string; digest: string };
  /** @returns undefined for what was not made here, or by a key that was thrown away since. */
  read(token: string): KnownRefreshToken | undefined;
}

interface Keys {
  readonly tag: Buffer;
  readonly successor: Buffer;
}

const [idBytes, secretBytes, tagBytes] = [16, 32, 16];

const idOf = (bytes: Buffer) =>
  bytes.toString('hex', 0, idBytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const hmac = (key: Buffer, bytes: Buffer) => createHmac('sha256', key).update(bytes).digest();

const seal = ({ tag }: Keys, id: Buffer, secret: Buffer) => {
  const body = Buffer.concat([id, secret]);
  return Buffer.concat([body, hmac(tag, body).subarray(0, tagBytes)]);
};

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

export function createRefreshTokens(encryption: Pick<Encryption, 'deriveKeys'>): RefreshTokens {
  const successors = encryption.deriveKeys('refresh-token-successor');
  const keys = encryption
    .deriveKeys('refresh-token-tag')
    .map((tag, index): Keys => ({ tag, successor: successors[index] ?? tag }));
  const [newest] = keys;
  if (!newest) throw new Error('refresh tokens need a key');

  return {
    issue: (sessionId) => {
      const id = Buffer.from(sessionId.replaceAll('-', ''), 'hex');
      const token = seal(newest, id, randomBytes(secretBytes));
      return { token: token.toString('base64url'), digest: digestOf(token) };
    },
    read: (text) => {
      const token = Buffer.from(text, 'base64url');
      if (token.length !== idBytes + secretBytes + tagBytes) return undefined;
      const body = token.subarray(0, idBytes + secretBytes);
      const given = token.subarray(idBytes + secretBytes);
      const made = keys.find(({ tag }) => timingSafeEqual(hmac(tag, body).subarray(0, tagBytes), given));
      if (!made) return undefined;
      // The key that made the first token of a session makes all: workers before and after a rotation of keys agree.
      const successor = seal(made, token.subarray(0, idBytes), hmac(made.successor, token));
      return {
        sessionId: idOf(token),
        digest: digestOf(token),
        successor: successor.toString('base64url'),
        successorDigest: digestOf(successor),
      };
    },
  };
}

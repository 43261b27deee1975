import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, errors, exportJWK, jwtVerify, SignJWT } from 'jose';
import { ConfigError } from '../config.ts';

/** Who speaks: an account, through one of its sessions. */
export interface Account {
  readonly userId: string;
  readonly sessionId: string;
  /** Runs the platform. When that is granted or withdrawn, the sessions of the account end. */
  readonly admin: boolean;
}

/** Signs and checks access tokens: EdDSA JWTs of type `at+jwt` (RFC 9068), short-lived and checked without a database. */
export interface AccessTokens {
  readonly lifetimeSeconds: number;
  sign(account: Account): Promise<string>;
  /** @returns the account, or undefined when the token is not one of ours, is for someone else, or has expired. */
  verify(token: string): Promise<Account | undefined>;
}

const algorithm = 'EdDSA';
const issuer = 'gomeet';
const audience = 'gomeet-api';
const type = 'at+jwt';

/**
 * @param privateKey an Ed25519 key, PKCS8 DER in base64. Workers that share it accept one another's tokens.
 * @throws {ConfigError} if it is not such a key.
 */
export async function createAccessTokens(privateKey: string, lifetimeSeconds: number): Promise<AccessTokens> {
  const signingKey = readPrivateKey(privateKey);
  const verifyingKey = createPublicKey(signingKey);
  const keyId = await calculateJwkThumbprint(await exportJWK(verifyingKey));
  return {
    lifetimeSeconds,
    sign: ({ userId, sessionId, admin }) =>
      new SignJWT({ sid: sessionId, ...(admin && { adm: true }) })
        .setProtectedHeader({ alg: algorithm, typ: type, kid: keyId })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(`${lifetimeSeconds}s`)
        .sign(signingKey),
    verify: async (token) => {
      try {
        const { payload, protectedHeader } = await jwtVerify(token, verifyingKey, {
          algorithms: [algorithm],
          issuer,
          audience,
          typ: type,
          requiredClaims: ['sub', 'sid', 'exp'],
        });
        const { sub, sid, adm } = payload;
        if (protectedHeader.kid !== keyId || typeof sub !== 'string' || typeof sid !== 'string')
          return undefined;
        return { userId: sub, sessionId: sid, admin: adm === true };
      } catch (error) {
        // Everything that can be wrong with a token is a JOSEError; any other error is a fault of ours and goes on.
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

function readPrivateKey(base64: string) {
  const fault = 'ACCESS_TOKEN_PRIVATE_KEY: an Ed25519 private key, PKCS8 DER in base64, is needed';
  let key: ReturnType<typeof createPrivateKey>;
  try {
    key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    throw new ConfigError(fault);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new ConfigError(fault);
  return key;
}

import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';

/** An account's session, as the API opens one at login, and the access token that it gives for it. */
export interface SignedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly accessToken: string;
}

/** As the API's access tokens: see platform/api/auth/access-token.ts, which verifies them. */
export const accessTokenSeconds = 900;

/**
 * Signs an access token for each user as the API does at login, by the platform's own key, so that a load test need not
 * wait for as many Argon2id verifications: 50,000 of 20 ms each take two cores more than eight minutes.
 *
 * @param privateKey Ed25519, PKCS #8 DER in base64
 */
export function signAccessTokens(
  privateKey: string,
  userIds: readonly string[],
  nowMs: number,
): SignedSession[] {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const { crv, kty, x } = createPublicKey(key).export({ format: 'jwk' });
  // RFC 7638: the thumbprint of a key is the digest of its required members, in this order and without spaces.
  const keyId = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
  const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid: keyId });
  const issuedAt = Math.floor(nowMs / 1000);
  return userIds.map((userId) => {
    const sessionId = randomUUID();
    const claims = {
      sid: sessionId,
      iss: 'gomeet',
      aud: 'gomeet-api',
      sub: userId,
      jti: randomUUID(),
      iat: issuedAt,
      exp: issuedAt + accessTokenSeconds,
    };
    const signed = `${header}.${encode(claims)}`;
    return {
      sessionId,
      userId,
      accessToken: `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`,
    };
  });
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Where the picture of an account is. An `<img>` cannot send a token, so the digest of the picture is the key to it: whoever
 * was shown the account has it, and a new picture has a new address, by which the old one may be cached for ever.
 *
 * @param digest of the picture, as `users.avatar` keeps it; null without one
 */
export const avatarUrl = (userId: string, digest: string | null): string | null =>
  digest === null ? null : `/api/v1/users/${userId}/avatar?v=${digest}`;

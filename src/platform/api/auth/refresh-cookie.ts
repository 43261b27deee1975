import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from './sessions.ts';

const isSecure = (publicUrl: string) => publicUrl.startsWith('https:');

/** A name that begins with `__Secure-` is taken by browsers over TLS only, so nobody on the way can plant the cookie. */
const nameOf = (publicUrl: string) => (isSecure(publicUrl) ? '__Secure-gomeet_refresh' : 'gomeet_refresh');

/** Script cannot read it, pages of other sites cannot make the browser send it, and only these routes receive it. */
const optionsOf = (publicUrl: string) => ({
  httpOnly: true,
  sameSite: 'strict' as const,
  path: '/api/v1/auth',
  secure: isSecure(publicUrl),
});

/** Gives the refresh token of a session to the browser. */
export function setRefreshCookie(
  reply: FastifyReply,
  { refreshToken, refreshExpiresAt }: Grant,
  publicUrl: string,
): void {
  reply.setCookie(nameOf(publicUrl), refreshToken, { ...optionsOf(publicUrl), expires: refreshExpiresAt });
}

export function clearRefreshCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(nameOf(publicUrl), optionsOf(publicUrl));
}

export const refreshCookieOf = (request: FastifyRequest, publicUrl: string): string | undefined =>
  request.cookies[nameOf(publicUrl)];

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from './sessions.ts';

const name = 'gomeet_refresh';

/** Script cannot read it, pages of other sites cannot make the browser send it, and only these routes receive it. */
const optionsOf = (publicUrl: string) => ({
  httpOnly: true,
  sameSite: 'strict' as const,
  path: '/api/v1/auth',
  secure: publicUrl.startsWith('https:'),
});

/** Gives the refresh token of a session to the browser. */
export function setRefreshCookie(
  reply: FastifyReply,
  { refreshToken, refreshExpiresAt }: Grant,
  publicUrl: string,
): void {
  reply.setCookie(name, refreshToken, { ...optionsOf(publicUrl), expires: refreshExpiresAt });
}

export function clearRefreshCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(name, optionsOf(publicUrl));
}

export const refreshCookieOf = (request: FastifyRequest): string | undefined => request.cookies[name];

import { z } from 'zod';
import type { Grant } from '../../auth/sessions.ts';

/** What a login and a refresh have in common. */
export const grantSchema = z.object({
  accessToken: z.string(),
  expiresIn: z.int().describe('Seconds'),
  refreshToken: z
    .string()
    .optional()
    .describe('Only for clients that asked for it in the body; browsers get a cookie'),
});

/** @param inBody whether the client keeps the refresh token itself. */
export const toGrant = ({ accessToken, expiresIn, refreshToken }: Grant, inBody: boolean) => ({
  accessToken,
  expiresIn,
  ...(inBody && { refreshToken }),
});

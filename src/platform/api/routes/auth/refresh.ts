import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from '../../auth/refresh-cookie.ts';
import type { Config } from '../../config.ts';
import { Problem } from '../../problems.ts';
import { problemResponses } from '../../schemas.ts';
import { grantSchema, toGrant } from './grants.ts';

const bodySchema = z
  .strictObject({ refreshToken: z.string().min(1).max(200).optional() })
  .nullish()
  .describe('May be left out by browsers: the cookie holds the token');

const routes: FastifyPluginAsyncZod<{ config: Config }> = async (app, { config }) => {
  const { publicUrl } = config.web;
  app.post(
    '/refresh',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'refresh',
        tags: ['auth'],
        security: [],
        summary: 'Exchange a refresh token for a new access token and the next refresh token',
        description:
          'Each refresh token is good once. Used again within 10 seconds, as by a second tab, it gives the same successor; ' +
          'used later it ends the session, because somebody else has a copy. A token in the cookie counts only for a ' +
          'request whose Origin is one of the platform.',
        body: bodySchema,
        response: {
          200: grantSchema,
          ...problemResponses('session-ended', 'refresh-reused', 'origin-not-allowed', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const given = request.body?.refreshToken;
      if (given !== undefined) return toGrant(await app.sessions.refresh(given, request), true);

      const kept = refreshCookieOf(request, publicUrl);
      if (kept === undefined) throw new Problem('session-ended');
      app.checkOrigin(request, 'must');
      try {
        const grant = await app.sessions.refresh(kept, request);
        setRefreshCookie(reply, grant, publicUrl);
        return toGrant(grant, false);
      } catch (error) {
        // A token that is over is of no use to the browser either; one that could not be checked is kept.
        const isOver = error instanceof Problem && error.code !== 'unavailable';
        if (isOver) clearRefreshCookie(reply, publicUrl);
        throw error;
      }
    },
  );
};

export default routes;

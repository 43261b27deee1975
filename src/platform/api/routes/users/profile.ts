import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { problemResponses, userSchema } from '../../schemas.ts';
import { toUser } from '../auth/credentials.ts';

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/profile',
    {
      schema: {
        operationId: 'getProfile',
        tags: ['auth'],
        summary: "The caller's own account, as registering answered with it",
        response: {
          200: z.object({ user: userSchema }),
          ...problemResponses('unauthenticated', 'unavailable'),
        },
      },
    },
    async (request) => {
      const user = await app.users.find(accountOf(request).userId);
      // A token outlives the account that it was made for by some minutes.
      if (!user) throw new Problem('unauthenticated');
      return { user: toUser(user) };
    },
  );
};

export default routes;

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { forgetPerson } from '../../personal-data/forget.ts';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import { noContent, problemResponses, storedText, userSchema } from '../../schemas.ts';
import { givenPasswordSchema, toUser } from '../auth/credentials.ts';
import { checkPassword } from './check-password.ts';

const nameSchema = storedText.trim().min(1).max(100);

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  const answers = {
    200: z.object({ user: userSchema }),
    ...problemResponses('unauthenticated', 'unavailable'),
  };

  app.get(
    '/profile',
    {
      schema: {
        operationId: 'getProfile',
        tags: ['users'],
        summary: "The caller's own account, as registering answered with it",
        response: answers,
      },
    },
    async (request) => {
      const user = await app.users.find(accountOf(request).userId);
      // A token outlives the account that it was made for by some minutes.
      if (!user) throw new Problem('unauthenticated');
      return { user: toUser(user) };
    },
  );

  app.put(
    '/profile',
    {
      schema: {
        operationId: 'changeProfile',
        tags: ['users'],
        summary: 'Change the name; meetings show the new one from the next joining on',
        body: z.strictObject({ firstName: nameSchema, lastName: nameSchema }),
        response: answers,
      },
    },
    async (request) => {
      const { firstName, lastName } = request.body;
      const { userId } = accountOf(request);
      await app.profiles.rename(userId, firstName, lastName);
      const user = await app.users.find(userId);
      if (!user) throw new Problem('unauthenticated');
      return { user: toUser(user) };
    },
  );

  app.delete(
    '/profile',
    {
      schema: {
        operationId: 'forgetAccount',
        tags: ['users'],
        summary:
          'Forget the account: its rooms, its data and its name in the rooms of others. It cannot be undone',
        body: z.strictObject({ password: givenPasswordSchema }),
        response: {
          204: noContent,
          ...problemResponses('unauthenticated', 'wrong-password', 'recording-unavailable', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      await forgetPerson(app, request, await checkPassword(app, request, policy, request.body.password));
      return reply.code(204).send();
    },
  );
};

export default routes;

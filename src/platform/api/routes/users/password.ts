import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changePassword } from '../../auth/change-password.ts';
import type { Policy } from '../../policy.ts';
import { noContent, problemResponses } from '../../schemas.ts';
import { givenPasswordSchema, newPasswordSchema } from '../auth/credentials.ts';
import { checkPassword } from './check-password.ts';

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  app.put(
    '/password',
    {
      schema: {
        operationId: 'changePassword',
        tags: ['users'],
        summary: 'Change the password; every other session of the account ends',
        body: z.strictObject({ currentPassword: givenPasswordSchema, newPassword: newPasswordSchema }),
        response: {
          204: noContent,
          ...problemResponses('unauthenticated', 'wrong-password', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { currentPassword, newPassword } = request.body;
      await checkPassword(app, request, policy, currentPassword);
      await changePassword(app, request, newPassword);
      app.deliverSoon();
      return reply.code(204).send();
    },
  );
};

export default routes;

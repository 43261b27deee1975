import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { problemResponses, storedText } from '../../schemas.ts';
import { personSchema, toPerson } from './person.ts';

const mostFound = 20;

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  app.get(
    '/search',
    {
      config: { limit: policy.limits.peopleSearch },
      schema: {
        operationId: 'searchPeople',
        tags: ['users'],
        summary: `Accounts whose name, last name or e-mail address begins with a text; at most ${mostFound}`,
        querystring: z.strictObject({ q: storedText.trim().min(2, 'at least 2 characters').max(100) }),
        response: {
          200: z.object({ items: z.array(personSchema.meta({ id: 'Person' })) }),
          ...problemResponses('unauthenticated', 'unavailable'),
        },
      },
    },
    async (request) => {
      const rows = await app.contacts.search(accountOf(request).userId, request.query.q, mostFound);
      return { items: rows.map(toPerson) };
    },
  );
};

export default routes;

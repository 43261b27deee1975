import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { accountOf } from '../../plugins/access.ts';
import { problemResponses } from '../../schemas.ts';
import { userSettingsChangeSchema, userSettingsSchema } from '../../user-settings.ts';

const routes: FastifyPluginAsyncZod = async (app) => {
  const answers = {
    200: userSettingsSchema,
    ...problemResponses('unauthenticated', 'unavailable'),
  };

  app.get(
    '/settings',
    {
      schema: {
        operationId: 'getUserSettings',
        tags: ['users'],
        summary: "The caller's settings: what was changed, and the defaults of the others",
        response: answers,
      },
    },
    async (request) => app.userSettings.find(accountOf(request).userId),
  );

  app.put(
    '/settings',
    {
      schema: {
        operationId: 'changeUserSettings',
        tags: ['users'],
        summary: 'Change the settings that are named; the others stay',
        body: userSettingsChangeSchema,
        response: answers,
      },
    },
    async (request) => app.userSettings.change(accountOf(request).userId, request.body),
  );
};

export default routes;

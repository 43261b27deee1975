import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { pageOf, pageQuery, toPage } from '../page.ts';
import { accountOf } from '../plugins/access.ts';
import { recordingSchema } from '../recordings/recording-view.ts';
import { showRecording } from '../recordings/show-recording.ts';
import { problemResponses } from '../schemas.ts';

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      schema: {
        operationId: 'listRecordings',
        tags: ['recordings'],
        summary: 'The recordings that this account began, in whatever rooms, the latest first',
        querystring: pageQuery,
        response: { 200: pageOf(recordingSchema), ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const rows = await app.recordings.rows.listOfStarter(accountOf(request).userId, limit + 1, cursor);
      const mended = await Promise.all(rows.map((row) => app.recordings.current(row)));
      return toPage(mended, limit, (row) => showRecording(app, row));
    },
  );
};

export default routes;

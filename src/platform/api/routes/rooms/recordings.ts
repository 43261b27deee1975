import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { pathOf } from '../../recordings/recording-links.ts';
import { recordingSchema } from '../../recordings/recording-view.ts';
import { showRecording } from '../../recordings/show-recording.ts';
import { noContent, problemResponses, roomParams } from '../../schemas.ts';

export const recordingParams = roomParams.extend({
  recordingId: z.uuid('the id of a recording is a UUID'),
});

const ofRooms = ['unauthenticated', 'forbidden', 'room-not-found', 'unavailable'] as const;

const routes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/recordings',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'startRecording',
        tags: ['recordings'],
        summary: 'Record the room; for its host and moderators, as its settings say',
        params: roomParams,
        response: {
          201: recordingSchema,
          ...problemResponses(...ofRooms, 'room-ended', 'recording-running', 'recording-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const row = await app.recordings.start(roomId, accountOf(request));
      await app.audit({ action: 'recording.started', subject: { type: 'recording', id: row.id }, request });
      return reply
        .code(201)
        .header('location', pathOf({ roomId, recordingId: row.id }))
        .send(showRecording(app, row));
    },
  );

  app.get(
    '/:roomId/recordings',
    {
      schema: {
        operationId: 'listRoomRecordings',
        tags: ['recordings'],
        summary: 'The recordings of the room, the latest first; for those who took part',
        params: roomParams,
        querystring: pageQuery,
        response: { 200: pageOf(recordingSchema), ...problemResponses(...ofRooms) },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor } = request.query;
      await app.authorize(roomId, accountOf(request), 'read-recordings');
      const rows = await app.recordings.rows.listOfRoom(roomId, limit + 1, cursor);
      const mended = await Promise.all(rows.map((row) => app.recordings.current(row)));
      return toPage(mended, limit, (row) => showRecording(app, row));
    },
  );

  app.get(
    '/:roomId/recordings/:recordingId',
    {
      schema: {
        operationId: 'getRecording',
        tags: ['recordings'],
        summary: 'A recording; for those who took part in the room',
        params: recordingParams,
        response: { 200: recordingSchema, ...problemResponses(...ofRooms, 'not-found') },
      },
    },
    async (request) => {
      const { roomId, recordingId } = request.params;
      await app.authorize(roomId, accountOf(request), 'read-recordings');
      const row = await app.recordings.find(roomId, recordingId);
      return showRecording(app, await app.recordings.current(row));
    },
  );

  app.post(
    '/:roomId/recordings/:recordingId/stop',
    {
      schema: {
        operationId: 'stopRecording',
        tags: ['recordings'],
        summary: 'End a recording; it is then put together, which takes a while',
        params: recordingParams,
        response: {
          200: recordingSchema,
          ...problemResponses(...ofRooms, 'not-found', 'recording-not-ready', 'recording-unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId, recordingId } = request.params;
      const row = await app.recordings.stop(roomId, accountOf(request), recordingId);
      await app.audit({ action: 'recording.stopped', subject: { type: 'recording', id: row.id }, request });
      return showRecording(app, row);
    },
  );

  app.delete(
    '/:roomId/recordings/:recordingId',
    {
      schema: {
        operationId: 'deleteRecording',
        tags: ['recordings'],
        summary: 'Delete a recording that is over, with its file; for the host and administrators',
        params: recordingParams,
        response: {
          204: noContent,
          ...problemResponses(...ofRooms, 'not-found', 'recording-not-ready', 'recording-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { roomId, recordingId } = request.params;
      await app.authorize(roomId, accountOf(request), 'delete-recordings');
      await app.recordings.delete(await app.recordings.find(roomId, recordingId));
      await app.audit({
        action: 'recording.deleted',
        subject: { type: 'recording', id: recordingId },
        request,
      });
      return reply.code(204).send();
    },
  );
};

export default routes;

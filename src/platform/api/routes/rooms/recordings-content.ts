import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { isLinkValid } from '../../recordings/recording-links.ts';
import { withEngine } from '../../recordings/recordings.ts';
import { linkPurpose } from '../../recordings/show-recording.ts';
import { problemResponses } from '../../schemas.ts';
import { recordingParams } from './recordings.ts';

/** What a browser asks for a part of a file by, and what it is answered with. */
const asked = ['range', 'if-range', 'if-none-match', 'if-modified-since'] as const;
const answered = ['content-type', 'content-length', 'content-range', 'etag', 'last-modified'] as const;

const file = {
  description: 'The video, or the part of it',
  content: { 'video/mp4': { schema: z.unknown() } },
};

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/recordings/:recordingId/content',
    {
      // A video element sends no token: it comes by the signed link.
      config: { access: 'public' },
      schema: {
        operationId: 'getRecordingContent',
        tags: ['recordings'],
        security: [{ accessToken: [] }, {}],
        summary: 'The video itself: with an access token, or by the contentUrl of the recording; takes Range',
        params: recordingParams,
        querystring: z.strictObject({
          expires: z.coerce.number().int().nonnegative().optional(),
          signature: z.string().max(100).optional(),
        }),
        response: {
          200: file,
          206: file,
          304: z.undefined().describe('What the caller has is still right'),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'link-expired',
            'room-not-found',
            'not-found',
            'recording-not-ready',
            'range-not-satisfiable',
            'recording-unavailable',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { roomId, recordingId } = request.params;
      const { expires, signature } = request.query;
      if (signature !== undefined && expires !== undefined) {
        const keys = app.encryption.deriveKeys(linkPurpose);
        const now = Date.now() / 1000;
        if (!isLinkValid(keys, { roomId, recordingId, expires }, signature, now))
          throw new Problem('link-expired');
      } else {
        await app.authorize(roomId, accountOf(request), 'read-recordings');
      }
      const row = await app.recordings.current(await app.recordings.find(roomId, recordingId));
      const { engine_id: engineId, location } = row;
      if (row.status !== 'ready' || engineId === null)
        throw new Problem('recording-not-ready', `It is ${row.status}.`);
      const headers = Object.fromEntries(
        asked.flatMap((name) => {
          const value = request.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      );
      const source = await withEngine(() =>
        app.recordings.engineOf(row).content({ engineId, location }, headers),
      );
      if (source.status === 416)
        throw new Problem('range-not-satisfiable', `It has ${row.size_bytes} bytes.`);
      if (source.status !== 200 && source.status !== 206 && source.status !== 304)
        throw new Problem('recording-unavailable', `The file could not be read: ${source.status}.`);
      for (const name of answered) {
        const value = source.headers.get(name);
        if (value !== null) reply.header(name, value);
      }
      reply
        .code(source.status)
        .header('accept-ranges', 'bytes')
        .header('cache-control', 'private, max-age=3600');
      return reply.send(source.body ? Readable.fromWeb(source.body as ReadableStream) : undefined);
    },
  );
};

export default routes;

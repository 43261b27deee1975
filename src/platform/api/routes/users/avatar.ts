import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { imageTypes, sniffImageType } from '../../image-type.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { noContent, problemResponses } from '../../schemas.ts';

const maxImageBytes = 512 * 1024;

const routes: FastifyPluginAsyncZod = async (app) => {
  app.addContentTypeParser([...imageTypes], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.put(
    '/profile/avatar',
    {
      bodyLimit: maxImageBytes,
      schema: {
        operationId: 'setAvatar',
        tags: ['users'],
        summary: 'Set the picture of the account: the body is a PNG, JPEG or WebP file of at most 512 KB',
        consumes: [...imageTypes],
        body: z
          .custom<Buffer>(Buffer.isBuffer, 'is not a picture')
          .meta({ type: 'string', format: 'binary' }),
        response: {
          204: noContent,
          ...problemResponses(
            'unauthenticated',
            'payload-too-large',
            'unsupported-media-type',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const type = sniffImageType(request.body);
      if (!type)
        throw new Problem('unsupported-media-type', `The body must be a file of ${imageTypes.join(', ')}.`);
      await app.avatars.save(accountOf(request).userId, request.body, type);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/profile/avatar',
    {
      schema: {
        operationId: 'removeAvatar',
        tags: ['users'],
        summary: 'Take the picture of the account away',
        response: { 204: noContent, ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request, reply) => {
      await app.avatars.delete(accountOf(request).userId);
      return reply.code(204).send();
    },
  );

  app.get(
    '/:userId/avatar',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getAvatar',
        tags: ['users'],
        security: [],
        summary: 'The picture of an account, at the address that its avatarUrl says',
        params: z.object({ userId: z.uuid() }),
        querystring: z.strictObject({
          v: z
            .string()
            .regex(/^[0-9a-f]{32}$/, 'the v of an avatarUrl')
            .describe('The digest of the picture: whoever was shown the account has it, and nobody else'),
        }),
        produces: [...imageTypes],
        response: {
          200: { content: Object.fromEntries(imageTypes.map((type) => [type, { schema: z.unknown() }])) },
          ...problemResponses('not-found', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const picture = await app.avatars.find(request.params.userId, request.query.v);
      if (!picture) throw new Problem('not-found', 'There is no such picture.');
      return reply
        .type(picture.content_type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(picture.content);
    },
  );
};

export default routes;

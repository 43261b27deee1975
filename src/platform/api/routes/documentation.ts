import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem, type ProblemCode, problems } from '../problems.ts';
import { problemResponses } from '../schemas.ts';

/** What describes the API: its OpenAPI document, and the page that each problem's `type` points to. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/openapi.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getOpenApi',
        tags: ['operations'],
        security: [],
        summary: 'This document',
        response: { 200: z.record(z.string(), z.unknown()).describe('An OpenAPI 3.1 document') },
      },
    },
    async (_request, reply) => reply.type('application/json').send({ ...app.swagger() }),
  );

  app.get(
    '/problems/:code',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getProblem',
        tags: ['operations'],
        security: [],
        summary: 'What a kind of problem means',
        params: z.object({ code: z.string() }),
        response: {
          200: z.object({ code: z.string(), status: z.int(), title: z.string() }),
          ...problemResponses('not-found'),
        },
      },
    },
    async (request) => {
      const { code } = request.params;
      if (!Object.hasOwn(problems, code)) throw new Problem('not-found', 'There is no such kind of problem.');
      return { code, ...problems[code as ProblemCode] };
    },
  );
};

export default routes;

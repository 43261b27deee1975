import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cursorOf, encodeCursor } from '../../cursor.ts';
import { pageOf } from '../../page.ts';
import { auditActions } from '../../repositories/audit-log.ts';
import { problemResponses } from '../../schemas.ts';
import { requireAdmin } from './require-admin.ts';

const entrySchema = z
  .object({
    id: z.string().describe('A number; ids rise'),
    at: z.iso.datetime(),
    actorId: z.uuid().nullable().describe('Who did it; null when that is not known'),
    action: z.string(),
    subjectType: z.string().nullable(),
    subjectId: z.uuid().nullable(),
    outcome: z.enum(['done', 'refused', 'failed']),
    ipAddress: z.string().nullable(),
    requestId: z.uuid().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

const positionCursor = cursorOf(
  z.object({ atUs: z.int().nonnegative(), id: z.string().regex(/^\d{1,18}$/) }),
);

const routes: FastifyPluginAsyncZod = async (app) => {
  app.addHook('onRequest', requireAdmin);
  app.get(
    '/audit-log',
    {
      schema: {
        operationId: 'listAuditLog',
        tags: ['admin'],
        summary: 'Who did what, newest first',
        querystring: z.strictObject({
          action: z.enum(auditActions).optional(),
          actorId: z.uuid().optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
          cursor: positionCursor.optional(),
        }),
        response: {
          200: pageOf(entrySchema),
          ...problemResponses('unauthenticated', 'forbidden', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { action, actorId, limit, cursor } = request.query;
      const rows = await app.auditLog.list({ action, actorId }, limit + 1, cursor);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map((row) => ({
          id: row.id,
          at: row.at.toISOString(),
          actorId: row.actor_id,
          action: row.action,
          subjectType: row.subject_type,
          subjectId: row.subject_id,
          outcome: row.outcome,
          ipAddress: row.ip_address,
          requestId: row.request_id,
          details: row.details as Record<string, unknown>,
        })),
        nextCursor: last ? encodeCursor({ atUs: Number(last.at_us), id: last.id }) : null,
      };
    },
  );
};

export default routes;

import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { exportPersonalData } from '../../personal-data/export.ts';
import { accountSections, roomSections } from '../../personal-data/sections.ts';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { problemResponses } from '../../schemas.ts';

const rows = z.array(z.record(z.string(), z.unknown()));
const exportSchema = z.object({
  exportedAt: z.iso.datetime(),
  ...Object.fromEntries([...accountSections, ...roomSections].map(({ name }) => [name, rows])),
  avatar: rows,
  auditLog: rows,
});

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  app.get(
    '/export',
    {
      config: { limit: policy.limits.dataExport },
      schema: {
        operationId: 'exportPersonalData',
        tags: ['users'],
        summary: 'Everything that is kept about the account, in one document',
        response: { 200: exportSchema, ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      await app.audit({ action: 'account.exported', subject: { type: 'user', id: userId }, request });
      const text = Readable.from(exportPersonalData(app.databases, app.auditLog, userId));
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="gomeet-personal-data.json"')
        .send(text as never);
    },
  );
};

export default routes;

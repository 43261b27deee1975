import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cursorOf, encodeCursor } from '../../cursor.ts';
import { pageOf } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import {
  type AdministeredAccount,
  createAccountAdministration,
} from '../../repositories/account-administration.ts';
import { leaveEverywhere } from '../../rooms/leave-everywhere.ts';
import { problemResponses, storedText } from '../../schemas.ts';
import { requireAdmin } from './require-admin.ts';

const statusSchema = z.enum(['active', 'inactive', 'banned']);
const roleSchema = z.enum(['user', 'admin']);

const accountSchema = z
  .object({
    id: z.uuid(),
    email: z.email(),
    firstName: z.string(),
    lastName: z.string(),
    status: statusSchema,
    role: roleSchema,
    emailVerified: z.boolean(),
    lockedUntil: z.iso.datetime().nullable(),
    lastLoginAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AdministeredAccount' });

const toAccount = (row: AdministeredAccount): z.infer<typeof accountSchema> => ({
  id: row.id,
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  status: row.status,
  role: row.role,
  emailVerified: row.email_verified,
  lockedUntil: row.locked_until?.toISOString() ?? null,
  lastLoginAt: row.last_login?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});

const emailCursor = cursorOf(z.object({ email: storedText.max(255) }));

const changeSchema = z
  .strictObject({ status: statusSchema.optional(), role: roleSchema.optional() })
  .refine(({ status, role }) => status !== undefined || role !== undefined, 'status or role is needed');

const routes: FastifyPluginAsyncZod = async (app) => {
  const accounts = createAccountAdministration(app.databases.directory);
  app.addHook('onRequest', requireAdmin);

  app.get(
    '/users',
    {
      schema: {
        operationId: 'listAccounts',
        tags: ['admin'],
        summary: 'Accounts in the order of their e-mail addresses',
        querystring: z.strictObject({
          q: storedText.trim().min(1).max(200).optional().describe('Beginning of an address or a name'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: emailCursor.optional(),
        }),
        response: {
          200: pageOf(accountSchema),
          ...problemResponses('unauthenticated', 'forbidden', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { q, limit, cursor } = request.query;
      const rows = await accounts.list(q, limit + 1, cursor?.email);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map(toAccount),
        nextCursor: last ? encodeCursor({ email: last.email }) : null,
      };
    },
  );

  app.put(
    '/users/:userId',
    {
      schema: {
        operationId: 'changeAccount',
        tags: ['admin'],
        summary: 'Ban, shut or reopen an account, or let it run the platform; its sessions end',
        params: z.object({ userId: z.uuid('the id of a user is a UUID') }),
        body: changeSchema,
        response: {
          200: z.object({ user: accountSchema }),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'conflict', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { userId } = request.params;
      const { status, role } = request.body;
      if (userId === accountOf(request).userId)
        throw new Problem('conflict', 'Nobody changes their own account here: the last admin could be lost.');
      const before = await accounts.find(userId);
      const after = before && (await accounts.change(userId, { status, role }));
      if (!after) throw new Problem('not-found', 'There is no such account.');

      const subject = { type: 'user', id: userId } as const;
      const isStatusNew = before.status !== after.status;
      const isRoleNew = before.role !== after.role;
      // Access tokens say what their account may do: none of before goes on.
      if (isStatusNew || isRoleNew) await app.sessions.endAll(userId, 'account-changed');
      // Again when it is shut already: that repeats what the media server did not do.
      if (after.status !== 'active') await leaveEverywhere(app, userId);
      if (isStatusNew) {
        const details = { from: before.status, to: after.status };
        await app.audit({ action: 'account.status-changed', subject, request, details });
      }
      if (isRoleNew) {
        const details = { from: before.role, to: after.role };
        await app.audit({ action: 'account.role-changed', subject, request, details });
      }
      return { user: toAccount(after) };
    },
  );
};

export default routes;

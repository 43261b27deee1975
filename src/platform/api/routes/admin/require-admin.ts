import type { FastifyRequest } from 'fastify';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';

/** Hook of every plugin with routes for those who run the platform. */
export async function requireAdmin(request: FastifyRequest): Promise<void> {
  if (!accountOf(request).admin) throw new Problem('forbidden', 'Only for those who run the platform.');
}

import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import {
  type AuditEntry,
  type AuditLogRepository,
  createAuditLogRepository,
} from '../repositories/audit-log.ts';

/** An entry; who did it is, unless said, the account of the request. */
type Event = Omit<AuditEntry, 'actorId' | 'outcome' | 'request'> & {
  readonly actorId?: string | undefined;
  readonly outcome?: AuditEntry['outcome'];
  readonly request?: Pick<FastifyRequest, 'id' | 'ip' | 'account'>;
};

declare module 'fastify' {
  interface FastifyInstance {
    auditLog: AuditLogRepository;
    /** Writes an entry of the audit log. Details hold neither secrets nor names: the log outlives the account. */
    audit(event: Event): Promise<void>;
  }
}

export default fp(async (app) => {
  const log = createAuditLogRepository(app.databases.directory, app.encryption);
  app.decorate('auditLog', log);
  app.decorate('audit', ({ actorId, outcome = 'done', request, ...entry }) =>
    log.insert({
      ...entry,
      outcome,
      actorId: actorId ?? request?.account?.userId,
      ...(request && { request: { id: request.id, ip: request.ip } }),
    }),
  );
});

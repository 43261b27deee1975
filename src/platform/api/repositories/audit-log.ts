import { type Kysely, sql } from 'kysely';
import type { Encryption } from '../encryption.ts';
import type { Tables } from './tables.ts';

/** What is worth remembering who did it. */
export const auditActions = [
  'account.registered',
  'account.verification-requested',
  'account.email-verified',
  'account.locked',
  'account.password-changed',
  'account.password-reset-requested',
  'account.role-changed',
  'account.status-changed',
  'account.exported',
  'account.forgotten',
  'session.login',
  'session.logout',
  'session.refresh-reused',
  'room.deleted',
  'room.ended',
  'room.locked',
  'room.settings-changed',
  'participant.admitted',
  'participant.muted',
  'participant.removed',
  'participant.role-changed',
  'recording.started',
  'recording.stopped',
  'recording.deleted',
] as const;

export interface AuditEntry {
  readonly action: (typeof auditActions)[number];
  readonly actorId: string | undefined;
  /** What it was done to. */
  readonly subject?: { readonly type: 'user' | 'session' | 'room' | 'recording'; readonly id: string };
  /** `refused`: not allowed; `failed`: tried and wrong, such as a password. */
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Without it no address is kept. */
  readonly request?: { readonly id: string; readonly ip: string };
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A place in the log, newest first. */
export interface AuditPosition {
  readonly atUs: number;
  readonly id: string;
}

export interface AuditFilter {
  readonly action?: AuditEntry['action'] | undefined;
  readonly actorId?: string | undefined;
}

export type AuditLogRepository = ReturnType<typeof createAuditLogRepository>;

/** The row's own number is not known before it is written, so the request is the place of its address. */
const placeOf = (requestId: string) => ({ column: 'audit_log.ip_address', rowId: requestId });

export function createAuditLogRepository(database: Kysely<Tables>, encryption: Encryption) {
  return {
    insert: async ({ action, actorId, subject, outcome, request, details = {} }: AuditEntry) => {
      await database
        .insertInto('audit_log')
        .values({
          action,
          actor_id: actorId ?? null,
          subject_type: subject?.type ?? null,
          subject_id: subject?.id ?? null,
          outcome,
          ip_address: request ? encryption.encrypt(request.ip, placeOf(request.id)) : null,
          request_id: request?.id ?? null,
          details: JSON.stringify(details),
        })
        .execute();
    },

    /** @returns entries, newest first, after a position. */
    list: async (filter: AuditFilter, limit: number, after: AuditPosition | undefined) => {
      const rows = await database
        .selectFrom('audit_log')
        .selectAll()
        .select(sql<string>`(extract(epoch FROM at) * 1000000)::bigint`.as('at_us'))
        .$if(filter.action !== undefined, (query) => query.where('action', '=', filter.action ?? ''))
        .$if(filter.actorId !== undefined, (query) => query.where('actor_id', '=', filter.actorId ?? null))
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(at, id) < (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond',
              ${after?.id}::bigint)`,
          ),
        )
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, ip_address: addressOf(row, encryption) }));
    },
  };
}

/** An address whose key was thrown away is forgotten; the rest of its entry stays readable. */
function addressOf(
  row: { ip_address: string | null; request_id: string | null },
  encryption: Encryption,
): string | null {
  if (row.ip_address === null || row.request_id === null) return null;
  return encryption.tryDecrypt(row.ip_address, placeOf(row.request_id)) ?? null;
}

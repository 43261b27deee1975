import type { MailedPurpose } from './repositories/one-time-tokens.ts';
import type { SessionLimits } from './repositories/sessions.ts';
import type { LockOut } from './repositories/users.ts';

import type { MapTimes } from './shards/bucket-map.ts';

/** How often something may happen, counted in Redis so that all workers share one count. */
export interface Limit {
  /** Appears in the RateLimit headers, in the metric's label and in the Redis key. */
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  /** `refuse` guards what an attacker gains from; `allow` keeps meetings going while Redis is away. */
  readonly whenStoreIsAway: 'allow' | 'refuse';
}

/** The rules of the service that are numbers. A test may pass others; no caller can switch one off. */
export interface Policy {
  readonly limits: {
    readonly overall: Limit;
    readonly register: Limit;
    readonly login: Limit;
    readonly loginFailures: Limit;
    readonly join: Limit;
    readonly roomPasswordFailures: Limit;
    readonly wsTickets: Limit;
    readonly webhookRefusals: Limit;
    readonly invitations: Limit;
    readonly peopleSearch: Limit;
    readonly dataExport: Limit;
    readonly accountRecovery: Limit;
    readonly accountMail: Limit;
  };
  readonly accessTokenSeconds: number;
  readonly sessions: SessionLimits;
  readonly lockOut: LockOut;
  /** How long a token that was sent by e-mail is good. */
  readonly mailedTokenSeconds: Readonly<Record<MailedPurpose, number>>;
  /** Only the first connection needs it: LiveKit renews the token of a connected participant itself. */
  readonly mediaTokenSeconds: number;
  /** What clients that leave get for closing their media themselves. */
  readonly departureGraceMs: number;
  /** Argon2id hashes at once per process: all hashing then takes no more cores than there are workers. */
  readonly concurrentPasswordHashes: number;
  /** Hashes that may wait behind those; at 25 ms each, 200 are 5 s, which is as long as anyone waits for a login. */
  readonly queuedPasswordHashes: number;
  readonly webSocket: {
    readonly ticketSeconds: number;
    readonly authenticateWithinMs: number;
    readonly messagesPerMinute: number;
    readonly maxMessageBytes: number;
    /** A client that reads slower than its room speaks is cut at this backlog, before it costs the others memory. */
    readonly maxBufferedBytes: number;
    /** Above this backlog presence, typing and reactions are left out. */
    readonly lowWaterBytes: number;
    readonly pingIntervalMs: number;
    readonly presenceBatchMs: number;
    /** A line that others follow is waited for this long before it is read from the database. */
    readonly gapWaitMs: number;
    /** How often a worker compares what its rooms heard with the database. */
    readonly catchUpIntervalMs: number;
    /** How often it is asked whether the sessions behind the sockets go on. */
    readonly sessionCheckIntervalMs: number;
    /** Clients of a worker that stops come back at this rate, spread over a second at least and over this time at most. */
    readonly reconnectsPerSecond: number;
    readonly maxReconnectSpreadMs: number;
  };
  readonly shardMap: MapTimes;
}

const perMinute = (name: string, quota: number, whenStoreIsAway: Limit['whenStoreIsAway']): Limit => ({
  name,
  quota,
  windowSeconds: 60,
  whenStoreIsAway,
});

/** The values that the service runs with. */
export const productionPolicy: Policy = {
  limits: {
    overall: perMinute('overall', 1000, 'allow'),
    register: { name: 'register', quota: 20, windowSeconds: 3600, whenStoreIsAway: 'refuse' },
    login: perMinute('login', 60, 'refuse'),
    loginFailures: { name: 'login-failures', quota: 5, windowSeconds: 300, whenStoreIsAway: 'refuse' },
    join: perMinute('join', 200, 'allow'),
    roomPasswordFailures: {
      name: 'room-password-failures',
      quota: 5,
      windowSeconds: 300,
      whenStoreIsAway: 'refuse',
    },
    wsTickets: perMinute('ws-tickets', 60, 'refuse'),
    webhookRefusals: perMinute('webhook-refusals', 60, 'allow'),
    // Each may send a mail to a stranger; a meeting has 1,000 seats at most.
    invitations: { name: 'invitations', quota: 1000, windowSeconds: 3600, whenStoreIsAway: 'refuse' },
    // Typing a name is a handful; reading the whole directory letter by letter is thousands.
    peopleSearch: perMinute('people-search', 60, 'allow'),
    dataExport: { name: 'data-export', quota: 10, windowSeconds: 3600, whenStoreIsAway: 'refuse' },
    accountRecovery: { name: 'account-recovery', quota: 20, windowSeconds: 300, whenStoreIsAway: 'refuse' },
    // Counted for each address that is written to, so that nobody's mailbox can be filled by asking for them.
    accountMail: { name: 'account-mail', quota: 5, windowSeconds: 3600, whenStoreIsAway: 'refuse' },
  },
  accessTokenSeconds: 900,
  sessions: { idleSeconds: 7 * 86_400, absoluteSeconds: 30 * 86_400, graceSeconds: 10, perAccount: 100 },
  lockOut: { failures: 10, lockSeconds: 900 },
  mailedTokenSeconds: { 'verify-email': 86_400, 'reset-password': 1800 },
  mediaTokenSeconds: 300,
  departureGraceMs: 5000,
  concurrentPasswordHashes: 1,
  queuedPasswordHashes: 200,
  webSocket: {
    ticketSeconds: 30,
    authenticateWithinMs: 5000,
    messagesPerMinute: 2000,
    maxMessageBytes: 64 * 1024,
    maxBufferedBytes: 1024 * 1024,
    lowWaterBytes: 64 * 1024,
    pingIntervalMs: 30_000,
    presenceBatchMs: 250,
    gapWaitMs: 250,
    catchUpIntervalMs: 5000,
    sessionCheckIntervalMs: 60_000,
    reconnectsPerSecond: 500,
    maxReconnectSpreadMs: 30_000,
  },
  shardMap: { refreshMs: 5000, leaseMs: 10_000, statementMs: 10_000 },
};

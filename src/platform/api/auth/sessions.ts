import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems.ts';
import type { EndReason, SessionRepository, SessionState } from '../repositories/sessions.ts';
import type { AccessTokens } from './access-token.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionMarks } from './session-marks.ts';

/** What a client gets to speak with: an access token for now, and a refresh token for the next one. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
  /** When the session is over if nobody refreshes it before. */
  readonly refreshExpiresAt: Date;
}

type Source = Pick<FastifyRequest, 'id' | 'ip' | 'headers'>;

/** Sessions: a login opens one, each refresh renews its token, and an end counts at once, everywhere. */
export interface Sessions {
  open(user: { id: string; admin: boolean }, source: Source): Promise<Grant>;
  /**
   * @throws {Problem} `session-ended`; or `refresh-reused` if another token came after this one more than some seconds ago.
   * Then somebody has a copy, nobody knows who, and so the session ends for both.
   */
  refresh(refreshToken: string, source: Source): Promise<Grant>;
  /** Ends one session of an account. @returns whether there was one to end. */
  end(userId: string, sessionId: string, because: EndReason): Promise<boolean>;
  /** Ends all sessions of an account, but one if it is given. */
  endAll(userId: string, because: EndReason, exceptSessionId?: string): Promise<void>;
  /** Makes the end of sessions count at once that were ended in the database already. */
  markEnded(sessionIds: readonly string[]): Promise<void>;
  /** Whether an access token of this session is to be refused. While Redis is away PostgreSQL is asked. */
  isEnded(sessionId: string): Promise<boolean>;
  /** Says again what ended lately: Redis may have been away when it was said, or have lost it since. */
  repeatEnds(): Promise<void>;
}

interface Means {
  readonly repository: SessionRepository;
  readonly marks: SessionMarks;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly idleSeconds: number;
  readonly audit: FastifyInstance['audit'];
  /** Closes the WebSockets of sessions, at whichever worker they are. */
  readonly closeSockets: (sessionIds: readonly string[]) => void;
  readonly log: FastifyBaseLogger;
}

export function createSessions(means: Means): Sessions {
  const { repository, marks, accessTokens, refreshTokens } = means;

  async function grant(sessionId: string, state: SessionState, refreshToken: string): Promise<Grant> {
    const { userId, admin, expiresAt } = state;
    return {
      accessToken: await accessTokens.sign({ userId, sessionId, admin }),
      expiresIn: accessTokens.lifetimeSeconds,
      refreshToken,
      refreshExpiresAt: expiresAt,
    };
  }

  /** PostgreSQL knows of the end already; Redis is told again by `repeatEnds` when it is back. */
  async function markEnded(sessionIds: readonly string[]): Promise<void> {
    if (sessionIds.length === 0) return;
    means.closeSockets(sessionIds);
    await marks
      .set(sessionIds)
      .catch((error: unknown) => means.log.warn({ err: error }, 'sessions could not be marked as ended'));
  }

  const endAll: Sessions['endAll'] = async (userId, because, exceptSessionId) =>
    markEnded(await repository.endAll(userId, because, exceptSessionId));

  const end: Sessions['end'] = async (userId, sessionId, because) => {
    const wasOpen = await repository.end(userId, sessionId, because);
    if (wasOpen) await markEnded([sessionId]);
    return wasOpen;
  };

  return {
    end,
    endAll,
    markEnded,
    open: async ({ id: userId, admin }, { ip, headers }) => {
      const sessionId = randomUUID();
      const { token, digest } = refreshTokens.issue(sessionId);
      const userAgent = headers['user-agent']?.slice(0, 500);
      await repository.open({ id: sessionId, userId, tokenDigest: digest, ipAddress: ip, userAgent });
      const expiresAt = new Date(Date.now() + means.idleSeconds * 1000);
      return grant(sessionId, { userId, admin, expiresAt }, token);
    },
    refresh: async (refreshToken, { id, ip }) => {
      const known = refreshTokens.read(refreshToken);
      if (!known) throw new Problem('session-ended');
      const { sessionId, digest, successor, successorDigest } = known;
      const rotated = await repository.rotate(sessionId, digest, successorDigest);
      if (rotated) return grant(sessionId, rotated, successor);

      const session = await repository.findRotated(sessionId, digest, successorDigest);
      if (!session?.live) throw new Problem('session-ended');
      if (session.inGrace) return grant(sessionId, session, successor);
      await end(session.userId, sessionId, 'refresh-reused');
      await means.audit({
        action: 'session.refresh-reused',
        actorId: session.userId,
        subject: { type: 'session', id: sessionId },
        outcome: 'refused',
        request: { id, ip, account: undefined },
      });
      throw new Problem('refresh-reused');
    },
    isEnded: async (sessionId) => {
      try {
        return await marks.has(sessionId);
      } catch {
        return !(await repository.isLive(sessionId));
      }
    },
    repeatEnds: async () => markEnded(await repository.endedWithin(accessTokens.lifetimeSeconds)),
  };
}

import fp from 'fastify-plugin';
import { type AccessTokens, createAccessTokens } from '../auth/access-token.ts';
import { createRefreshTokens } from '../auth/refresh-token.ts';
import { createSessionMarks } from '../auth/session-marks.ts';
import { createSessions, type Sessions } from '../auth/sessions.ts';
import type { Config } from '../config.ts';
import type { Policy } from '../policy.ts';
import {
  createOneTimeTokenRepository,
  type OneTimeTokenRepository,
} from '../repositories/one-time-tokens.ts';
import { createSessionRepository, type SessionRepository } from '../repositories/sessions.ts';

declare module 'fastify' {
  interface FastifyInstance {
    accessTokens: AccessTokens;
    sessions: Sessions;
    sessionRows: SessionRepository;
    oneTimeTokens: OneTimeTokenRepository;
  }
}

export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const accessTokens = await createAccessTokens(config.accessTokenPrivateKey, policy.accessTokenSeconds);
  const repository = createSessionRepository(app.databases.directory, policy.sessions);
  const sessions = createSessions({
    repository,
    marks: createSessionMarks(app.redis, policy.accessTokenSeconds),
    accessTokens,
    refreshTokens: createRefreshTokens(app.encryption),
    idleSeconds: policy.sessions.idleSeconds,
    audit: app.audit,
    closeSockets: (sessionIds) => app.hub.endSessions(sessionIds),
    log: app.log,
  });
  app.decorate('accessTokens', accessTokens);
  app.decorate('sessionRows', repository);
  app.decorate('sessions', sessions);
  app.decorate('oneTimeTokens', createOneTimeTokenRepository(app.databases.directory));

  // Redis was away, or is another one now: what ended meanwhile is said again.
  const repeat = () => {
    sessions.repeatEnds().catch((error: unknown) => app.log.warn({ err: error }, 'ended sessions'));
  };
  app.redis.on('ready', repeat);
  app.addHook('onReady', async () => repeat());
  app.addHook('onClose', async () => {
    app.redis.off('ready', repeat);
  });
});

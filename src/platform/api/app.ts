import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { DestinationStream } from 'pino';
import type { ApiRole, Config } from './config.ts';
import accessPlugin from './plugins/access.ts';
import auditPlugin from './plugins/audit.ts';
import authorizationPlugin from './plugins/authorization.ts';
import browserGuardPlugin from './plugins/browser-guard.ts';
import circuitBreakersPlugin from './plugins/circuit-breakers.ts';
import databasePlugin from './plugins/database.ts';
import encryptionPlugin from './plugins/encryption.ts';
import errorsPlugin, { answerFrameworkError } from './plugins/errors.ts';
import idempotencyPlugin from './plugins/idempotency.ts';
import jobsPlugin from './plugins/jobs.ts';
import livekitPlugin from './plugins/livekit.ts';
import metricsPlugin from './plugins/metrics.ts';
import notificationsPlugin from './plugins/notifications.ts';
import openapiPlugin from './plugins/openapi.ts';
import peoplePlugin from './plugins/people.ts';
import presencePlugin from './plugins/presence.ts';
import recordingsPlugin from './plugins/recordings.ts';
import redisPlugin from './plugins/redis.ts';
import requestLogPlugin from './plugins/request-log.ts';
import roomsPlugin from './plugins/rooms.ts';
import serviceMetricsPlugin from './plugins/service-metrics.ts';
import sessionsPlugin from './plugins/sessions.ts';
import tracingPlugin from './plugins/tracing.ts';
import webPlugin from './plugins/web.ts';
import { type Policy, productionPolicy } from './policy.ts';
import realtimePlugin from './realtime/gateway.ts';
import auditLogRoutes from './routes/admin/audit-log.ts';
import accountAdministrationRoutes from './routes/admin/users.ts';
import loginRoutes from './routes/auth/login.ts';
import logoutRoutes from './routes/auth/logout.ts';
import passwordResetRoutes from './routes/auth/password-reset.ts';
import refreshRoutes from './routes/auth/refresh.ts';
import registerRoutes from './routes/auth/register.ts';
import sessionRoutes from './routes/auth/sessions.ts';
import verificationRoutes from './routes/auth/verification.ts';
import documentationRoutes from './routes/documentation.ts';
import healthRoutes from './routes/health.ts';
import notificationRoutes from './routes/notifications/notifications.ts';
import pushRoutes from './routes/notifications/push.ts';
import recordingListRoutes from './routes/recordings.ts';
import { meetingRoomRoutes } from './routes/rooms/index.ts';
import messageRoutes from './routes/rooms/messages.ts';
import sendMessageRoutes from './routes/rooms/send-message.ts';
import avatarRoutes from './routes/users/avatar.ts';
import contactRoutes from './routes/users/contacts.ts';
import exportRoutes from './routes/users/export.ts';
import passwordRoutes from './routes/users/password.ts';
import profileRoutes from './routes/users/profile.ts';
import searchRoutes from './routes/users/search.ts';
import userSettingsRoutes from './routes/users/settings.ts';
import webhookSubscriptionRoutes from './routes/webhook-subscriptions/webhooks.ts';
import webhookRoutes from './routes/webhooks/livekit.ts';
import webSocketRoutes from './routes/ws.ts';
import ticketRoutes from './routes/ws-tickets.ts';
import { serializeError } from './serialize-error.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Draining: what has begun is finished, nothing new should come. */
    lifecycle: { draining: boolean };
  }
}

export interface AppOptions {
  readonly policy?: Policy;
  /** Where the log goes instead of standard output. */
  readonly logStream?: DestinationStream;
}

/** Builds the signaling API. It neither listens nor reads the environment; server.ts does both. */
export function buildApp(
  config: Config,
  { policy = productionPolicy, logStream }: AppOptions = {},
): FastifyInstance {
  const app = Fastify({
    logger: {
      level: config.logLevel,
      base: { worker: config.worker },
      serializers: { err: serializeError },
      // The second wall: no line holds these on purpose.
      redact: ['*.authorization', '*.cookie', '*.password', '*.token', '*.ticket'],
      ...(logStream && { stream: logStream }),
    },
    logController: new LogController({ disableRequestLogging: true }),
    // Never taken from the request: a caller could otherwise forge log lines of another.
    genReqId: () => randomUUID(),
    bodyLimit: 64 * 1024,
    // From the first byte of a request to its last. Fastify's own default lets a sender take for ever.
    requestTimeout: 60_000,
    frameworkErrors: answerFrameworkError,
    forceCloseConnections: 'idle',
    // A header names the caller's address only where a gateway that was named by the operator has set it.
    trustProxy: config.web.trustedProxies.length > 0 && [...config.web.trustedProxies],
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorate('lifecycle', { draining: false });

  app.register(metricsPlugin, { worker: config.worker });
  app.register(tracingPlugin, { config });
  app.register(errorsPlugin, { roles: config.roles });
  app.register(requestLogPlugin);
  app.register(browserGuardPlugin, { config });
  app.register(databasePlugin, { config, policy });
  app.register(redisPlugin, { config });
  app.register(serviceMetricsPlugin);
  app.register(encryptionPlugin, { config });
  app.register(auditPlugin);
  app.register(circuitBreakersPlugin);
  app.register(presencePlugin, { worker: config.worker });
  app.register(livekitPlugin, { config, policy });
  app.register(sessionsPlugin, { config, policy });
  app.register(accessPlugin, { policy });
  app.register(roomsPlugin, { config, policy });
  app.register(authorizationPlugin);
  app.register(idempotencyPlugin);
  app.register(realtimePlugin, { config, policy });
  app.register(peoplePlugin);
  app.register(notificationsPlugin, { config });
  app.register(recordingsPlugin, { config });
  app.register(jobsPlugin, { config });
  app.register(openapiPlugin);

  const notes = config.mail ? [] : ['mail is not configured'];
  app.register(healthRoutes, { worker: config.worker, notes });
  app.register(documentationRoutes);
  app.register(webPlugin, { config });
  for (const role of config.roles) registerRole[role](app, { config, policy });
  return app;
}

interface RoutesOptions {
  readonly config: Config;
  readonly policy: Policy;
}

const authRoutes = [
  registerRoutes,
  loginRoutes,
  refreshRoutes,
  logoutRoutes,
  sessionRoutes,
  verificationRoutes,
  passwordResetRoutes,
];

const userRoutes = [
  profileRoutes,
  passwordRoutes,
  avatarRoutes,
  contactRoutes,
  searchRoutes,
  userSettingsRoutes,
  exportRoutes,
];

/** The routes of each role: one program, and a process serves the roles that it is told to. */
const registerRole: Readonly<Record<ApiRole, (app: FastifyInstance, options: RoutesOptions) => void>> = {
  auth: (app, { config, policy }) => {
    for (const routes of authRoutes) app.register(routes, { prefix: '/api/v1/auth', config, policy });
    for (const routes of userRoutes) app.register(routes, { prefix: '/api/v1/users', policy });
    app.register(accountAdministrationRoutes, { prefix: '/api/v1/admin' });
    app.register(auditLogRoutes, { prefix: '/api/v1/admin' });
  },
  meeting: (app, { policy }) => {
    for (const routes of meetingRoomRoutes) app.register(routes, { prefix: '/api/v1/rooms', policy });
    app.register(recordingListRoutes, { prefix: '/api/v1/recordings' });
    app.register(webhookRoutes, { prefix: '/webhooks', policy });
  },
  signaling: (app, { policy }) => {
    app.register(webSocketRoutes);
    app.register(ticketRoutes, { prefix: '/api/v1/ws-tickets', policy });
  },
  // The conversations and notifications that are read and sent outside a socket.
  chat: (app, { config }) => {
    app.register(messageRoutes, { prefix: '/api/v1/rooms' });
    app.register(sendMessageRoutes, { prefix: '/api/v1/rooms' });
    app.register(notificationRoutes, { prefix: '/api/v1/notifications' });
    app.register(pushRoutes, { prefix: '/api/v1/notifications', config });
    app.register(webhookSubscriptionRoutes, { prefix: '/api/v1/webhooks', config });
  },
};

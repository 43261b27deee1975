import { setTimeout as delay } from 'node:timers/promises';
import fp from 'fastify-plugin';
import { Redis } from 'ioredis';
import type { Config } from '../config.ts';

declare module 'fastify' {
  interface FastifyInstance {
    redis: Redis;
    /** A connection that subscribes cannot do much else, so it is one of its own. */
    redisSubscriber: Redis;
  }
}

/**
 * Two connections to Redis. Commands fail at once while it is away, so that a request is answered (refused or let
 * through, as its limit says) instead of waiting; subscriptions wait and are renewed when it is back.
 */
export default fp<{ config: Config }>(async (app, { config }) => {
  const shared = {
    lazyConnect: true,
    connectTimeout: 2000,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, 2000),
    ...sentinelOptions(config.redisSentinels),
  };
  const commands = new Redis(config.redisUrl, {
    ...shared,
    connectionName: config.worker,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1000,
  });
  const subscriber = new Redis(config.redisUrl, {
    ...shared,
    connectionName: `${config.worker}-subscriber`,
    maxRetriesPerRequest: null,
  });
  for (const connection of [commands, subscriber]) {
    connection.on('error', (error) => app.log.warn({ err: error }, 'redis connection'));
  }
  app.decorate('redis', commands);
  app.decorate('redisSubscriber', subscriber);
  app.addHook('onClose', async () => {
    commands.disconnect();
    subscriber.disconnect();
  });
  // A worker that starts while Redis is away serves what it can; readiness says so, and ioredis goes on trying. Where it asks
  // Sentinel, even its first attempt lasts until one answers: that is not waited for longer than a connection may take.
  const attempts = Promise.allSettled([commands.connect(), subscriber.connect()]);
  await Promise.race([attempts, delay(shared.connectTimeout, undefined, { ref: false })]);
});

/** How the master is found where Sentinel decides who it is; nothing where the address names it. */
const sentinelOptions = (sentinels: Config['redisSentinels']) =>
  sentinels === undefined
    ? {}
    : {
        sentinels: [...sentinels.addresses],
        name: sentinels.master,
        ...(sentinels.password !== undefined && { sentinelPassword: sentinels.password }),
        // Sentinel tells of a new master, so that a demoted one is left before it has refused a write.
        failoverDetector: true,
      };

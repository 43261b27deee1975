import type { Redis } from 'ioredis';

export type Presence = 'online' | 'offline' | 'in-meeting';

/** Who has a WebSocket somewhere. Each worker keeps a set in Redis of those whom it holds, and the sets say that it lives. */
export interface OnlinePeople {
  /** One more authenticated socket of this person on this worker. */
  enter(userId: string): void;
  /** One socket less. */
  leave(userId: string): void;
  /** @returns those of them who have a socket on any worker; nobody while Redis is away. */
  among(userIds: readonly string[]): Promise<Set<string>>;
  /** Takes this worker's people out, and stops saying that it lives. */
  stop(): Promise<void>;
}

/** A worker that was killed cannot take its people out: they fade when it has not said for this long that it lives. */
const livesForMs = 90_000;
const heartbeatMs = 30_000;
const workersKey = 'online-workers';
const setOf = (worker: string) => `online:${worker}`;
/** Ids in one command when all are told again: 1,000 of 36 characters are 40 kB. */
const chunkSize = 1000;

export function createOnlinePeople(
  redis: Redis,
  worker: string,
  onError: (error: unknown) => void,
): OnlinePeople {
  const sockets = new Map<string, number>();
  const own = setOf(worker);

  async function tellAll(): Promise<void> {
    const people = [...sockets.keys()];
    const commands = redis.multi().del(own);
    for (let first = 0; first < people.length; first += chunkSize) {
      commands.sadd(own, ...people.slice(first, first + chunkSize));
    }
    await commands.pexpire(own, livesForMs).zadd(workersKey, Date.now(), worker).exec();
  }

  async function beat(): Promise<void> {
    await redis
      .multi()
      .pexpire(own, livesForMs)
      .zadd(workersKey, Date.now(), worker)
      .zremrangebyscore(workersKey, '-inf', Date.now() - livesForMs)
      .exec();
  }

  // A Redis that comes back may have forgotten everything, and a worker that starts may find the set of its forerunner.
  const renew = () => void tellAll().catch(onError);
  redis.on('ready', renew);
  if (redis.status === 'ready') renew();
  const heartbeat = setInterval(() => void beat().catch(onError), heartbeatMs);
  heartbeat.unref();

  return {
    enter: (userId) => {
      const count = sockets.get(userId) ?? 0;
      sockets.set(userId, count + 1);
      if (count === 0) redis.sadd(own, userId).catch(onError);
    },
    leave: (userId) => {
      const count = sockets.get(userId) ?? 0;
      if (count > 1) {
        sockets.set(userId, count - 1);
      } else if (sockets.delete(userId)) {
        redis.srem(own, userId).catch(onError);
      }
    },
    among: async (userIds) => {
      const online = new Set<string>();
      if (userIds.length === 0) return online;
      try {
        const workers = await redis.zrangebyscore(workersKey, Date.now() - livesForMs, '+inf');
        const answers = await Promise.all(workers.map((one) => redis.smismember(setOf(one), ...userIds)));
        for (const answer of answers) {
          for (const [index, userId] of userIds.entries()) if (answer[index] === 1) online.add(userId);
        }
      } catch (error) {
        onError(error);
      }
      return online;
    },
    stop: async () => {
      clearInterval(heartbeat);
      redis.off('ready', renew);
      await redis.multi().del(own).zrem(workersKey, worker).exec().catch(onError);
    },
  };
}

import { Redis as Client } from 'ioredis';

export interface RedisMemory {
  readonly usedBytes: number;
  /** 0 means that Redis has no limit of its own. */
  readonly maximumBytes: number;
}

/** The platform's Redis, as far as a measurement needs it. */
export interface Redis {
  memory(): Promise<RedisMemory>;
  close(): void;
}

export function connectRedis(url: string): Redis {
  const client = new Client(url, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: 2000 });
  // Errors surface where a command is awaited; without a listener ioredis would print them.
  client.on('error', () => undefined);
  return {
    async memory() {
      const info = await client.info('memory');
      return { usedBytes: field(info, 'used_memory'), maximumBytes: field(info, 'maxmemory') };
    },
    close: () => client.disconnect(),
  };
}

const field = (info: string, name: string): number =>
  Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);

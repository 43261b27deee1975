import { Redis as Client, type RedisOptions } from 'ioredis';

/** One Redis server at one moment. */
export interface RedisLook {
  readonly isMaster: boolean;
  /** Of a master: replicas that follow it, and how many of them are in step. */
  readonly replicas: number;
  readonly replicasOnline: number;
  /** Of a replica: whether it hears its master. */
  readonly isLinked: boolean;
  readonly usedBytes: number;
  /** 0 means that it has no limit of its own. */
  readonly maximumBytes: number;
  /** Ids of the media servers that LiveKit keeps in the hash `nodes`. */
  readonly mediaNodes: readonly string[];
}

export interface SentinelPlace {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly masterName: string;
}

/** What one Sentinel says to CKQUORUM. */
export interface SentinelLook {
  readonly hasQuorum: boolean;
  readonly says: string;
}

const patience = {
  lazyConnect: true,
  maxRetriesPerRequest: 0,
  retryStrategy: () => null,
  connectTimeout: 2000,
  commandTimeout: 3000,
} satisfies RedisOptions;

/** @throws the driver's error when it does not answer within 3 s */
export async function lookAtRedis(url: string): Promise<RedisLook> {
  const client = silent(new Client(url, patience));
  try {
    await client.connect();
    const info = await client.info();
    const field = (name: string): string =>
      new RegExp(`^${name}:(.*)\\r?$`, 'm').exec(info)?.[1]?.trim() ?? '';
    return {
      isMaster: field('role') === 'master',
      replicas: Number(field('connected_slaves')),
      replicasOnline: [...info.matchAll(/^slave\d+:.*state=online/gm)].length,
      isLinked: field('master_link_status') === 'up',
      usedBytes: Number(field('used_memory')),
      maximumBytes: Number(field('maxmemory')),
      mediaNodes: await client.hkeys('nodes'),
    };
  } finally {
    client.disconnect();
  }
}

/** A Sentinel without quorum answers with an error, which is what it says. */
export async function lookAtSentinel({
  host,
  port,
  password,
  masterName,
}: SentinelPlace): Promise<SentinelLook> {
  const client = silent(new Client({ ...patience, host, port, password, enableReadyCheck: false }));
  try {
    await client.connect();
    const says = String(await client.call('SENTINEL', 'CKQUORUM', masterName));
    return { hasQuorum: says.startsWith('OK'), says };
  } catch (error) {
    return { hasQuorum: false, says: (error as Error).message };
  } finally {
    client.disconnect();
  }
}

/** Errors surface where a command is awaited; without a listener ioredis would print them. */
function silent(client: Client): Client {
  client.on('error', () => undefined);
  return client;
}

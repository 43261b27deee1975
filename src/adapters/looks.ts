import { type CertificateLook, certificateAt, stunAnswers } from './looks/network-look.ts';
import { lookAtPostgres, type PostgresLook, type PostgresReplica } from './looks/postgres-look.ts';
import {
  lookAtRedis,
  lookAtSentinel,
  type RedisLook,
  type SentinelLook,
  type SentinelPlace,
} from './looks/redis-look.ts';

export type { CertificateLook, PostgresLook, PostgresReplica, RedisLook, SentinelLook };

/** Single looks at the platform's servers, each with a connection of its own that ends with it: for the health check. */
export interface Looks {
  postgres(url: string): Promise<PostgresLook>;
  redis(url: string): Promise<RedisLook>;
  sentinel(place: SentinelPlace): Promise<SentinelLook>;
  stun(host: string, port: number): Promise<boolean>;
  certificate(host: string, port: number): Promise<CertificateLook>;
}

export const looks: Looks = {
  postgres: lookAtPostgres,
  redis: lookAtRedis,
  sentinel: lookAtSentinel,
  stun: stunAnswers,
  certificate: certificateAt,
};

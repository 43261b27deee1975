import { stringify } from 'yaml';
import { mediaRange, type Ports } from './ports.ts';
import type { Secrets } from './read-secrets.ts';

/** What every service is told of the machine; nothing is inherited from whoever typed the command. */
export const baseEnv = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' } as const;

/** Connections that one API process may hold; 16 of them and 40 for tools make PostgreSQL's max_connections. */
export const databasePoolSize = 10;

/** Memory of Redis. With a limit its use can be judged in percent; nothing may be evicted, since it holds rooms and limits. */
const redisMaxMemory = '256mb';

/**
 * Settings of PostgreSQL on a machine that it shares with everything else (2 cores): a modest cache, no unix
 * socket (its path could exceed the 107 bytes that a socket's address holds), passwords by SCRAM.
 */
export function postgresSettings(port: number): Readonly<Record<string, string>> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: String(16 * databasePoolSize + 40),
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    max_wal_size: '1GB',
    max_parallel_workers: '2',
    jit: 'off',
    password_encryption: 'scram-sha-256',
    logging_collector: 'off',
    log_min_duration_statement: '250ms',
    log_line_prefix: '%m [%p] ',
    shared_preload_libraries: 'pg_stat_statements',
  };
}

/** redis.conf. The append-only file brings rooms, tickets and rate limits back after a crash: at most a second is lost. */
export function redisConfiguration(ports: Ports, secrets: Secrets, dataDirectory: string): string {
  return [
    'bind 127.0.0.1',
    `port ${ports.redis}`,
    'daemonize no',
    `dir "${dataDirectory}"`,
    `requirepass ${secrets.redisPassword}`,
    `maxmemory ${redisMaxMemory}`,
    'maxmemory-policy noeviction',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    '',
  ].join('\n');
}

/** livekit.yaml: media over loopback alone, statistics on, events told to the API. */
export function livekitConfiguration(ports: Ports, secrets: Secrets): string {
  return stringify({
    port: ports.livekit,
    bind_addresses: ['127.0.0.1'],
    prometheus_port: ports['livekit-metrics'],
    rtc: {
      // A port for each peer connection: near saturation it queued far less than one muxed port did.
      port_range_start: mediaRange.first,
      port_range_end: mediaRange.last,
      // No ICE over TCP: LiveKit opens that port on every address, and loopback always has UDP.
      tcp_port: 0,
      use_external_ip: false,
      node_ip: '127.0.0.1',
      enable_loopback_candidate: true,
      ips: { includes: ['127.0.0.1/32'] },
      // All three are needed, or the forwarding latency is not measured at all.
      forward_stats: { summary_interval: '1s', report_interval: '5s', report_window: '30s' },
    },
    redis: { address: `127.0.0.1:${ports.redis}`, password: secrets.redisPassword },
    keys: { [secrets.livekitApiKey]: secrets.livekitApiSecret },
    webhook: {
      api_key: secrets.livekitApiKey,
      urls: [`http://127.0.0.1:${ports.api}/webhooks/livekit`],
    },
    logging: { level: 'info', json: true },
  });
}

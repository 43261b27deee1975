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
    ...archiveSettings,
  };
}

/**
 * The log is archived once `gomeet backup` has put its script beside the data (PostgreSQL works in its data directory); until then
 * its segments are given up, as without an archive. A segment with anything in it is closed after a minute: more is never lost.
 */
const archiveSettings = {
  archive_mode: 'on',
  archive_command: 'test ! -x ../pgbackrest/archive-wal || ../pgbackrest/archive-wal "%p"',
  archive_timeout: '60',
} as const;

/** redis.conf. The append-only file brings rooms, tickets and rate limits back after a crash: at most a second is lost. */
export function redisSettings(port: number, password: string, dataDirectory: string): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    'daemonize no',
    `dir "${dataDirectory}"`,
    `requirepass ${password}`,
    `maxmemory ${redisMaxMemory}`,
    'maxmemory-policy noeviction',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // Whoever asks for all data (a backup, a replica) need not wait five seconds for others who might ask too.
    'repl-diskless-sync-delay 0',
    '',
  ].join('\n');
}

export const redisConfiguration = (ports: Ports, secrets: Secrets, dataDirectory: string): string =>
  redisSettings(ports.redis ?? 0, secrets.redisPassword, dataDirectory);

/** livekit.yaml of the only server. */
export const livekitConfiguration = (ports: Ports, secrets: Secrets): string =>
  livekitSettings({
    port: ports.livekit,
    metricsPort: ports['livekit-metrics'],
    mediaPorts: mediaRange,
    tcpPort: ports['livekit-tcp'],
    apiPort: ports.api,
    secrets,
    redis: { address: `127.0.0.1:${ports.redis}`, password: secrets.redisPassword },
  });

/** What one media server is told. */
interface LivekitSettings {
  readonly port: number | undefined;
  readonly metricsPort: number | undefined;
  readonly mediaPorts: { readonly first: number; readonly last: number };
  /** For media over TCP; none where it cannot be kept from other machines. */
  readonly tcpPort: number | undefined;
  /** Where it tells of events. */
  readonly apiPort: number | undefined;
  readonly secrets: Secrets;
  readonly redis: Readonly<Record<string, unknown>>;
  /** Further settings of `rtc`. */
  readonly rtc?: Readonly<Record<string, unknown>>;
  /** Further settings of its own level. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** livekit.yaml: media over loopback alone, statistics on, events told to the API. */
export function livekitSettings(settings: LivekitSettings): string {
  const { secrets, mediaPorts } = settings;
  return stringify({
    port: settings.port,
    bind_addresses: ['127.0.0.1'],
    prometheus_port: settings.metricsPort,
    rtc: {
      // A port for each peer connection: near saturation it queued far less than one muxed port did.
      port_range_start: mediaPorts.first,
      port_range_end: mediaPorts.last,
      // LiveKit opens it on every address; see openPorts of its service.
      tcp_port: settings.tcpPort ?? 0,
      // Who has lost the way over UDP is to come back on it: on loopback UDP is never blocked, only ever cut by a drill.
      allow_tcp_fallback: false,
      use_external_ip: false,
      node_ip: '127.0.0.1',
      enable_loopback_candidate: true,
      ips: { includes: ['127.0.0.1/32'] },
      // All three are needed, or the forwarding latency is not measured at all.
      forward_stats: { summary_interval: '1s', report_interval: '5s', report_window: '30s' },
      ...settings.rtc,
    },
    redis: settings.redis,
    keys: { [secrets.livekitApiKey]: secrets.livekitApiSecret },
    webhook: {
      api_key: secrets.livekitApiKey,
      urls: [`http://127.0.0.1:${settings.apiPort}/webhooks/livekit`],
    },
    logging: { level: 'info', json: true },
    ...settings.more,
  });
}

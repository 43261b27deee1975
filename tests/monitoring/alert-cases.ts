/**
 * Each alert just below and just above its threshold, with the labels and the words that arrive. What stands on the threshold itself
 * is below where the rule says "more than".
 */
export interface AlertCase {
  readonly alert: string;
  readonly series: Readonly<Record<string, Course>>;
  /** Labels beside those that the rule sets. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Time from one sample to the next. */
  readonly stepSeconds?: number;
}

/** A series in the two states; null is a series that is not there. Rates are a second, ages are seconds before now. */
export interface Course {
  readonly kind: 'gauge' | 'rate' | 'age';
  readonly below: number | null;
  readonly above: number | null;
}

const course =
  (kind: Course['kind']) =>
  (below: number | null, above: number | null = below): Course => ({ kind, below, above });
const gauge = course('gauge');
const rate = course('rate');
const age = course('age');

const day = 86_400;
const hour = 3600;

/** A histogram of 100 observations a second whose 95th percentile goes over a bucket's bound. */
const p95 = (metric: string, labels: string, bound: string, next: string): Record<string, Course> => ({
  [`${metric}_bucket{${labels}le="${bound}"}`]: rate(95.5, 94.5),
  [`${metric}_bucket{${labels}le="${next}"}`]: rate(100),
  [`${metric}_bucket{${labels}le="+Inf"}`]: rate(100),
});

/** Errors among 100 requests a second. */
const errors = (below: number, above: number): Record<string, Course> => ({
  'http_requests_total{app="api-auth",status="200"}': rate(100 - below, 100 - above),
  'http_requests_total{app="api-auth",status="503"}': rate(below, above),
});

/** Watched all the time, so that the absence of one series is a finding and not the absence of a platform. */
const present = (...series: string[]): Record<string, Course> =>
  Object.fromEntries(series.map((name) => [name, gauge(1)]));

const target = (app: string, pod: string): string =>
  `up{job="pods",namespace="gomeet",app="${app}",pod="${pod}",node="n1"}`;

const node = { node: 'm1' };
const mediaPod = { node: 'm1', pod: 'l-0' };

export const platformCases: readonly AlertCase[] = [
  {
    alert: 'ServiceDown',
    series: { [target('livekit', 'a')]: gauge(0), [target('livekit', 'b')]: gauge(1, 0) },
    labels: { namespace: 'gomeet', app: 'livekit' },
    summary: 'livekit: no instance answers',
  },
  {
    alert: 'InstanceDown',
    series: { [target('livekit', 'a')]: gauge(1, 0) },
    labels: { job: 'pods', namespace: 'gomeet', app: 'livekit', pod: 'a', node: 'n1' },
    summary: 'a on n1 does not answer',
  },
  {
    alert: 'ServiceMissing',
    series: {
      ...present(
        ...['livekit', 'api-auth', 'api-meeting', 'api-signaling', 'api-chat', 'traefik'].map((app) =>
          target(app, 'a'),
        ),
      ),
      [target('turn', 'a')]: gauge(1, null),
    },
    labels: { app: 'turn' },
    summary: 'turn: there is no pod',
  },
  {
    alert: 'ContainerRestarts',
    series: {
      'kube_pod_container_status_restarts_total{pod="a",container="api"}': rate(2.9 / 900, 3.1 / 900),
    },
    labels: { pod: 'a', container: 'api' },
    summary: 'a/api restarted 3.1 times in 15 minutes',
  },
  {
    alert: 'HighErrorRate',
    series: errors(0.99, 1.02),
    labels: { app: 'api-auth' },
    summary: 'api-auth fails 1.02% of its requests (more than 1 %)',
  },
  {
    alert: 'HighErrorRateCritical',
    series: errors(4.99, 5.02),
    labels: { app: 'api-auth' },
    summary: 'api-auth fails 5.02% of its requests (more than 5 %)',
  },
  {
    alert: 'SlowResponses',
    series: p95('http_request_duration_seconds', 'app="api-auth",route="/x",', '0.2', '0.3'),
    labels: { app: 'api-auth' },
    summary: 'api-auth: 95 % of requests take up to 209.1ms (target 200 ms)',
  },
  {
    alert: 'SlowResponsesCritical',
    series: p95('http_request_duration_seconds', 'app="api-auth",route="/x",', '0.5', '1'),
    labels: { app: 'api-auth' },
    summary: 'api-auth: 95 % of requests take up to 545.5ms (critical 500 ms)',
  },
  {
    alert: 'CircuitBreakerOpen',
    series: { 'circuit_breaker_state{app="api-auth",pod="a",name="livekit"}': gauge(1, 2) },
    labels: { app: 'api-auth', pod: 'a', name: 'livekit' },
    summary: 'a has given up calling livekit',
  },
  {
    alert: 'RateLimiterBlind',
    series: { 'gomeet_rate_limiter_unavailable_total{pod="a",limit="api"}': rate(0, 0.5) },
    summary: '500m requests a second cannot be counted, Redis is away; logins are refused meanwhile',
  },
  {
    alert: 'NodeCpu',
    series: { 'node_cpu_seconds_total{node="m1",cpu="0",mode="idle"}': rate(0.31, 0.29) },
    labels: node,
    summary: 'm1: 71% of its CPU is in use',
  },
  {
    alert: 'NodeCpuCritical',
    series: { 'node_cpu_seconds_total{node="m1",cpu="0",mode="idle"}': rate(0.11, 0.09) },
    labels: node,
    summary: 'm1: 91% of its CPU is in use',
  },
  {
    alert: 'NodeMemory',
    series: {
      'node_memory_MemAvailable_bytes{node="m1"}': gauge(21, 19),
      'node_memory_MemTotal_bytes{node="m1"}': gauge(100),
    },
    labels: node,
    summary: 'm1: 81% of its memory is in use',
  },
  {
    alert: 'NodeMemoryCritical',
    series: {
      'node_memory_MemAvailable_bytes{node="m1"}': gauge(6, 4),
      'node_memory_MemTotal_bytes{node="m1"}': gauge(100),
    },
    labels: node,
    summary: 'm1: 96% of its memory is in use',
  },
  {
    alert: 'OutOfMemoryKill',
    series: { 'node_vmstat_oom_kill{node="m1"}': rate(0, 2 / 600) },
    labels: node,
    summary: 'm1 killed 2 processes in 10 minutes for want of memory',
  },
  {
    alert: 'NodeDiskFull',
    series: {
      'node_filesystem_avail_bytes{node="m1",mountpoint="/",fstype="ext4"}': gauge(10, 9),
      'node_filesystem_size_bytes{node="m1",mountpoint="/",fstype="ext4"}': gauge(100),
    },
    labels: { node: 'm1', mountpoint: '/' },
    summary: 'm1: / has 9% left. A node whose jobs die at once looks idle and gets more of them.',
  },
  {
    alert: 'AutoscalerAtMaximum',
    series: {
      'kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="api-chat"}': gauge(
        19,
        20,
      ),
      'kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="api-chat"}': gauge(20),
    },
    labels: { horizontalpodautoscaler: 'api-chat' },
    summary: 'api-chat has all 20 replicas that it may have, and would have more',
  },
  {
    alert: 'PodUnschedulable',
    series: { 'kube_pod_status_unschedulable{namespace="gomeet",pod="a"}': gauge(0, 1) },
    labels: { namespace: 'gomeet', pod: 'a' },
    summary: 'a fits no node',
  },
];

export const mediaCases: readonly AlertCase[] = [
  {
    alert: 'WebSocketsMissing',
    series: {
      'websocket_connections_active{pod="a"}': gauge(9500, 9490),
      'livekit_participants_total{pod="a"}': gauge(10_000),
    },
    summary:
      '9.49k people have a WebSocket, fewer than are in meetings: chat and roles do not reach the others',
  },
  {
    alert: 'WebSocketsMissingCritical',
    series: {
      'websocket_connections_active{pod="a"}': gauge(9000, 8990),
      'livekit_participants_total{pod="a"}': gauge(10_000),
    },
    summary:
      '8.99k people have a WebSocket, fewer than are in meetings: chat and roles do not reach the others',
  },
  {
    alert: 'MeetingFull',
    series: {
      'livekit_participant_total{node="m1",pod="l-0"}': gauge(499, 500),
      'livekit_room_total{node="m1",pod="l-0"}': gauge(1),
    },
    labels: mediaPod,
    summary: 'A meeting on m1 has 500 people; a room is sized for 500',
  },
  {
    alert: 'PlatformNearlyFull',
    series: { 'livekit_participants_total{pod="a"}': gauge(45_000, 45_100) },
    summary: '45.1k people are in meetings; the platform is sized for 50k',
  },
  {
    alert: 'PlatformFull',
    series: { 'livekit_participants_total{pod="a"}': gauge(50_000, 50_100) },
    summary: '50.1k people are in meetings; the platform is sized for 50k',
  },
  {
    alert: 'VideoDelay',
    series: p95('gomeet_client_rtt_seconds', '', '0.15', '0.3'),
    summary: '95 % of people have their pictures after 163.6ms or less (target 150 ms, critical 300 ms)',
  },
  {
    alert: 'VideoDelayCritical',
    series: p95('gomeet_client_rtt_seconds', '', '0.3', '0.5'),
    summary: '95 % of people have their pictures after 318.2ms or less (target 150 ms, critical 300 ms)',
  },
  {
    alert: 'ForwardingSlow',
    series: p95('livekit_forward_latency_ns', 'node="m1",', '1e+07', '2e+07'),
    labels: node,
    summary: 'm1 holds packets for 10.91M ns before it forwards them',
  },
  {
    alert: 'PacketLoss',
    series: p95('gomeet_client_loss_ratio', '', '0.02', '0.05'),
    summary: 'One person in twenty loses 2.273% of the packets or more',
  },
  {
    alert: 'SocketBuffersOverflow',
    series: { 'node_netstat_Udp_RcvbufErrors{node="m1"}': rate(9.9, 10.1) },
    labels: node,
    summary: 'm1 drops 10.1 datagrams a second that nobody read in time',
  },
  ...(
    [
      ['RoomBandwidth', 2.9e9, 3.1e9, '3.1Gbit/s'],
      ['RoomBandwidthCritical', 4.9e9, 5.1e9, '5.1Gbit/s'],
    ] as const
  ).map(([alert, below, above, shown]) => ({
    alert,
    // A rate over one minute needs more than one sample a minute.
    stepSeconds: 15,
    series: {
      'livekit_packet_bytes{node="m1",pod="l-0",direction="outgoing"}': rate(below / 8, above / 8),
      'livekit_room_total{node="m1",pod="l-0"}': gauge(1),
    },
    labels: mediaPod,
    summary: `Rooms on m1 take ${shown} each (target 3G, critical 5G)`,
  })),
  {
    alert: 'JoinsFail',
    series: {
      'livekit_participant_join_total{state="signal_connected"}': rate(1),
      'livekit_participant_join_total{state="rtc_success"}': rate(0.91, 0.89),
    },
    summary: 'Of those who reach LiveKit, 89% get media: look at UDP ports and TURN',
  },
  {
    alert: 'WebhooksStopped',
    series: {
      'gomeet_livekit_webhooks_total{event="participant_joined"}': rate(0.1, 0),
      'livekit_participants_total{pod="a"}': gauge(11),
      'livekit_participant_join_total{state="signal_connected"}': rate(0.1),
    },
    summary: 'LiveKit has people who come, and reported 0 events a second to the API',
  },
];

export const dataCases: readonly AlertCase[] = [
  {
    alert: 'SlowQueries',
    series: p95('gomeet_database_query_duration_seconds', '', '0.1', '0.15'),
    summary: '95 % of queries take up to 104.5ms (target 100 ms, critical 500 ms)',
  },
  {
    alert: 'SlowQueriesCritical',
    series: p95('gomeet_database_query_duration_seconds', '', '0.5', '1'),
    summary: '95 % of queries take up to 545.5ms (target 100 ms, critical 500 ms)',
  },
  ...(
    [
      ['PoolerConnections', 4000, 4010, '4.01k'],
      ['PoolerConnectionsCritical', 4750, 4760, '4.76k'],
    ] as const
  ).map(([alert, below, above, shown]) => ({
    alert,
    series: {
      'pgbouncer_pools_client_active_connections{pod="p-0"}': gauge(below - 20, above - 20),
      'pgbouncer_pools_client_waiting_connections{pod="p-0"}': gauge(20),
    },
    summary: `${shown} of 5k connections to the poolers are taken`,
  })),
  {
    alert: 'PoolerQueue',
    series: { 'pgbouncer_pools_client_waiting_connections{pod="p-0"}': gauge(20, 21) },
    labels: { pod: 'p-0' },
    summary: '21 requests wait in p-0 for a connection to the database',
  },
  {
    alert: 'DatabaseConnections',
    series: { 'pg_stat_database_numbackends{pod="a"}': gauge(270, 271) },
    summary: '271 of 300 connections of PostgreSQL are taken',
  },
  {
    alert: 'ReplicationLag',
    series: { 'cnpg_pg_replication_lag{pod="postgres-2"}': gauge(10, 11) },
    labels: { pod: 'postgres-2' },
    summary: 'postgres-2 is 11s behind the primary',
  },
  {
    alert: 'ReplicationLagCritical',
    series: { 'cnpg_pg_replication_lag{pod="postgres-2"}': gauge(60, 61) },
    labels: { pod: 'postgres-2' },
    summary: 'postgres-2 is 1m 1s behind the primary',
  },
  {
    alert: 'NoStandby',
    series: { 'cnpg_pg_replication_streaming_replicas{pod="postgres-1"}': gauge(1, 0) },
    summary: 'PostgreSQL has 0 standbys; nothing can be committed',
  },
  {
    alert: 'DatabaseWithoutPrimary',
    series: {
      'cnpg_pg_replication_in_recovery{pod="postgres-1"}': gauge(0, null),
      'cnpg_pg_replication_in_recovery{pod="postgres-2"}': gauge(1),
      ...present(target('postgresql', 'postgres-1'), target('postgresql', 'postgres-2')),
    },
    summary: '0 PostgreSQL servers take writes; there should be one',
  },
  {
    alert: 'PoolersDown',
    series: { 'pgbouncer_up{pod="p-0"}': gauge(0), 'pgbouncer_up{pod="p-1"}': gauge(1, 0) },
    summary: 'None of the poolers answers; nobody reaches the database',
  },
  {
    alert: 'WalArchiveFails',
    series: {
      'cnpg_pg_stat_archiver_seconds_since_last_archival{pod="a"}': gauge(900, 901),
      'cnpg_pg_stat_archiver_failed_count{pod="a"}': rate(0.1),
    },
    labels: { pod: 'a' },
    summary:
      'Nothing was archived for 15m 1s: no recovery to a later moment is possible, and the WAL volume fills',
  },
  {
    alert: 'BackupTooOld',
    series: {
      'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{pod="a"}': age(26 * hour, 27 * hour),
    },
    summary: 'The newest backup is 1d 3h 0m 0s old; one is due every 1d 0h 0m 0s',
    stepSeconds: hour,
  },
  {
    alert: 'BackupNotVerified',
    series: {
      'kube_cronjob_status_last_successful_time{cronjob="postgres-check"}': age(24 * hour, 25 * hour),
    },
    summary: 'That the backup can be restored was last verified 1d 1h 0m 0s ago',
    stepSeconds: hour,
  },
  {
    alert: 'BackupJobLate',
    series: { 'kube_cronjob_status_last_successful_time{cronjob="redis-copy"}': age(26 * hour, 27 * hour) },
    labels: { cronjob: 'redis-copy' },
    summary: 'redis-copy last succeeded 1d 3h 0m 0s ago; it is due every 1d 0h 0m 0s',
    stepSeconds: hour,
  },
  ...(
    [
      ['RedisMemory', 85, 86],
      ['RedisMemoryCritical', 95, 96],
    ] as const
  ).map(([alert, below, above]) => ({
    alert,
    series: {
      'redis_memory_used_bytes{app="redis",pod="r-0"}': gauge(below, above),
      'redis_memory_max_bytes{app="redis",pod="r-0"}': gauge(100),
    },
    labels: { pod: 'r-0' },
    summary: `r-0 uses ${above}% of its memory; at 100 % it refuses writes, since nothing may be evicted`,
  })),
  {
    alert: 'RedisWithoutPrimary',
    series: {
      'redis_instance_info{app="redis",pod="r-0",role="master"}': gauge(1, null),
      'redis_instance_info{app="redis",pod="r-1",role="slave"}': gauge(1),
      ...present('redis_up{app="redis",pod="r-0"}', 'redis_up{app="redis",pod="r-1"}'),
    },
    summary: '0 Redis servers say that they are primary; there should be one',
  },
  {
    alert: 'RedisReplicaMissing',
    series: { 'redis_connected_slaves{app="redis",pod="r-0"}': gauge(2, 1) },
    summary: 'The Redis primary has 1 of 2 replicas',
  },
  {
    alert: 'RedisAppendOnlyFile',
    series: { 'redis_aof_last_write_status{app="redis",pod="r-0"}': gauge(1, 0) },
    labels: { pod: 'r-0' },
    summary: 'r-0 cannot write its file: what it holds is lost with it',
  },
  ...(
    [
      ['VolumeFull', 15, 14],
      ['VolumeFullCritical', 5, 4],
    ] as const
  ).map(([alert, below, above]) => ({
    alert,
    series: {
      'kubelet_volume_stats_available_bytes{persistentvolumeclaim="data"}': gauge(below, above),
      'kubelet_volume_stats_capacity_bytes{persistentvolumeclaim="data"}': gauge(100),
    },
    labels: { persistentvolumeclaim: 'data' },
    summary: `data has ${above}% left`,
  })),
  {
    alert: 'JobFailed',
    series: { 'kube_job_status_failed{job_name="redis-copy-1"}': gauge(0, 1) },
    labels: { job_name: 'redis-copy-1' },
    summary: 'redis-copy-1 failed 1 times',
  },
];

export const edgeCases: readonly AlertCase[] = [
  {
    alert: 'CertificateExpires',
    series: { 'traefik_tls_certs_not_after{cn="a"}': age(-14 * day, -14 * day + 60) },
    labels: { cn: 'a' },
    summary: 'The certificate of a ends in 13d 23h 59m 0s',
  },
  {
    alert: 'CertificateExpiresCritical',
    series: { 'traefik_tls_certs_not_after{cn="a"}': age(-3 * day, -3 * day + 60) },
    labels: { cn: 'a' },
    summary: 'The certificate of a ends in 2d 23h 59m 0s',
  },
  {
    alert: 'GatewayErrors',
    series: {
      'traefik_entrypoint_requests_total{entrypoint="websecure",code="200"}': rate(95.1, 94.9),
      'traefik_entrypoint_requests_total{entrypoint="websecure",code="503"}': rate(4.9, 5.1),
    },
    summary: '5.1% of what people ask for finds nobody to answer',
  },
  {
    alert: 'GatewayConfiguration',
    series: {
      traefik_config_last_reload_success: age(day, day + hour),
      traefik_config_reloads_total: rate(1 / hour),
    },
    summary: 'Traefik refuses its new configuration and runs with one that is 1d 1h 0m 0s old',
    stepSeconds: 900,
  },
  {
    alert: 'PrometheusConfiguration',
    series: { 'prometheus_config_last_reload_successful{pod="a"}': gauge(1, 0) },
    labels: { pod: 'a' },
    summary: 'Prometheus refuses its configuration',
  },
  {
    alert: 'RuleFails',
    series: { 'prometheus_rule_evaluation_failures_total{rule_group="nodes"}': rate(0, 2 / 300) },
    labels: { rule_group: 'nodes' },
    summary: '2 evaluations of nodes failed in 5 minutes; its alerts cannot fire',
  },
  {
    alert: 'NotificationsFail',
    series: { 'alertmanager_notifications_failed_total{integration="slack"}': rate(0, 0.25) },
    labels: { integration: 'slack' },
    summary: 'Alertmanager cannot deliver by slack: 250m a second fail',
  },
];

import type { CodeTable } from './code-row.ts';

const setup = 'gomeet setup';
const setupHa = 'gomeet setup --profile ha';

/** Programs that the local target needs on this machine. */
export const programCodes = {
  postgres: ['GM0101', 'error', 'PostgreSQL 14 or newer is there.', setup],
  'redis-server': ['GM0102', 'error', 'Redis 7 or newer is there.', setup],
  'livekit-server': ['GM0103', 'error', 'A livekit-server that measures its forwarding is there.', setup],
  k6: ['GM0104', 'error', 'The load generator, k6 with k6/x/gomeet, is built from these sources.', setup],
  recorder: ['GM0105', 'warning', 'The program that records meetings is built.', setup],
  clips: ['GM0106', 'error', 'Audio and video for publishers are made.', setup],
  ffmpeg: ['GM0107', 'error', 'ffmpeg with the codecs of the clips is there.', setup],
  go: ['GM0108', 'error', 'Go is there to build what is not built yet.', 'gomeet doctor'],
  chromium: ['GM0109', 'warning', 'Chromium is there for measurements with real browsers.', setup],
  'web-app': ['GM0110', 'warning', 'The pages that people meet in are built.', setup],
  node: [
    'GM0111',
    'error',
    'Node is new enough: 24 for the sources as they are, 22.19 for an installed package.',
    'npm ci',
  ],
  patroni: ['GM0112', 'warning', 'Patroni, which keeps PostgreSQL redundant, is there.', setupHa],
  etcd: ['GM0113', 'warning', 'etcd, in which Patroni votes, is there.', setupHa],
  pgbouncer: ['GM0114', 'warning', 'PgBouncer is there.', setupHa],
  haproxy: ['GM0115', 'warning', 'HAProxy is there.', setupHa],
  turnserver: ['GM0116', 'warning', 'coturn is there.', setupHa],
  prometheus: ['GM0117', 'warning', 'Prometheus is there.', setupHa],
  alertmanager: ['GM0118', 'warning', 'The program of Alertmanager is there.', setupHa],
  'redis-exporter': ['GM0119', 'warning', 'The exporter of Redis is there.', setupHa],
  'node-exporter': ['GM0120', 'warning', 'The exporter of the machine is there.', setupHa],
  nft: ['GM0121', 'warning', 'nft, by which a service is cut off, is there.', setupHa],
  openssl: ['GM0122', 'warning', 'openssl, by which TURN gets its certificate, is there.', setupHa],
  pgbackrest: ['GM0123', 'warning', 'pgBackRest, by which backups are made, is there.', setupHa],
  'postgres-exporter': ['GM0124', 'warning', 'The exporter of PostgreSQL is there.', setupHa],
} as const satisfies CodeTable;

/** What this machine has and allows. */
export const machineCodes = {
  'open-files': ['GM0201', 'error', 'A process may open files enough for its sockets.', 'ulimit -n 20000'],
  'ephemeral-ports': [
    'GM0202',
    'warning',
    'Outgoing connections have ports enough, apart from those of media.',
    'sudo sysctl -w net.ipv4.ip_local_port_range="32768 60999"',
  ],
  'socket-buffers': [
    'GM0203',
    'warning',
    'Sockets may buffer a burst.',
    'sudo sysctl -w net.core.rmem_max=5000000',
  ],
  'loopback-range': [
    'GM0204',
    'error',
    'All of 127.0.0.0/8 can be used.',
    'sudo ifconfig lo0 alias 127.0.0.2 up',
  ],
  processors: ['GM0205', 'warning', 'There are processors enough for 500 people.', 'gomeet doctor'],
  memory: ['GM0206', 'error', 'There is memory enough for 500 people.', 'gomeet doctor'],
  disk: ['GM0207', 'error', 'There is room on the disk to build in.', 'df -h'],
  clock: ['GM0208', 'warning', 'The wall clock runs evenly.', 'sudo timedatectl set-ntp true'],
  ports: ['GM0209', 'error', 'The ports of gomeet.yaml are free.', 'gomeet config'],
  'database-folder': [
    'GM0210',
    'error',
    'The user who runs PostgreSQL can reach its folder.',
    'gomeet config',
  ],
  'disk-space': ['GM0211', 'error', 'The running platform has disk left for data and logs.', 'df -h'],
} as const satisfies CodeTable;

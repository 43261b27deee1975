import type { ProgramDefinition } from './tool.ts';

/** What every one of them is found by and brought by. */
const fromPackages = {
  // Debian keeps daemons where the PATH of users does not look.
  folders: ['/usr/sbin', '/opt/homebrew/bin', '/usr/local/bin'],
  versionArguments: ['--version'],
  howToGet: 'gomeet setup --profile ha',
} as const;

/** The programs that profile `ha` runs besides those of `lean`, in the order in which they are reported. */
export const haPrograms: readonly ProgramDefinition[] = [
  {
    ...fromPackages,
    name: 'patroni',
    purpose: 'decides which PostgreSQL is primary',
    commands: ['patroni'],
    // From 3.0 on the primary goes on while etcd is away (failsafe_mode).
    accepted: { from: '3' },
  },
  {
    ...fromPackages,
    name: 'etcd',
    purpose: 'keeps what the Patronis agree on',
    commands: ['etcd'],
    // Patroni speaks version 2 of its interface, which 3.6 has no more.
    accepted: { from: '3.4', below: '3.6' },
  },
  {
    ...fromPackages,
    name: 'pgbouncer',
    purpose: 'shares few connections to PostgreSQL among many',
    commands: ['pgbouncer'],
    accepted: { from: '1.17' },
  },
  {
    ...fromPackages,
    name: 'haproxy',
    purpose: 'leads to whoever is primary, and to workers that live',
    commands: ['haproxy'],
    versionArguments: ['-v'],
    accepted: { from: '2.4' },
  },
  {
    ...fromPackages,
    name: 'turnserver',
    purpose: 'relays media (coturn)',
    commands: ['turnserver'],
    versionPattern: /(\d+\.\d+\.\d+)/,
    accepted: { from: '4.5' },
  },
  {
    ...fromPackages,
    name: 'openssl',
    purpose: 'makes the certificate that TURN shows',
    commands: ['openssl'],
    versionArguments: ['version'],
    // Takes a name over from the request (-copy_extensions) from this version on.
    accepted: { from: '3' },
  },
  {
    ...fromPackages,
    name: 'prometheus',
    purpose: 'collects metrics and evaluates alert rules',
    commands: ['prometheus'],
    accepted: { from: '2.40' },
  },
  {
    ...fromPackages,
    name: 'alertmanager',
    purpose: 'tells of alerts',
    commands: ['prometheus-alertmanager', 'alertmanager'],
    accepted: { from: '0.23' },
  },
  {
    ...fromPackages,
    name: 'redis-exporter',
    purpose: 'tells Prometheus of Redis',
    commands: ['prometheus-redis-exporter', 'redis_exporter'],
    versionPattern: /Exporter v?(\d+(?:\.\d+)+)/,
    accepted: { from: '1.40' },
  },
  {
    ...fromPackages,
    name: 'node-exporter',
    purpose: 'tells Prometheus of the machine',
    commands: ['prometheus-node-exporter', 'node_exporter'],
    accepted: { from: '1.3' },
  },
  {
    ...fromPackages,
    name: 'postgres-exporter',
    purpose: 'tells Prometheus of the archive of PostgreSQL',
    commands: ['prometheus-postgres-exporter', 'postgres_exporter'],
    accepted: { from: '0.10' },
  },
  {
    ...fromPackages,
    name: 'pgbackrest',
    purpose: 'makes backups of PostgreSQL',
    commands: ['pgbackrest'],
    versionArguments: ['version'],
    accepted: { from: '2.40' },
  },
  {
    ...fromPackages,
    name: 'nft',
    purpose: 'cuts services off from the network in drills',
    commands: ['nft'],
    accepted: { from: '0.9' },
  },
];

import { createHash } from 'node:crypto';
import type { Service } from './service.ts';

/** Port of each listener by its name: `api`, `postgres`, `api-1-admin`, … */
export type Ports = Readonly<Record<string, number>>;

/**
 * Listeners get ports from here: below the ephemeral range (Linux hands out 32,768–60,999 to outgoing
 * connections), so that a load generator never takes a port that a service wants back.
 */
export const listenerRange = { first: 21_000, last: 31_999 } as const;

/**
 * LiveKit's media ports. A participant has two peer connections of one UDP port each, so
 * 11,000 ports carry 5,000 participants (10,000) and a tenth to spare. UDP: they do not collide with listenerRange.
 */
export const mediaRange = { first: 10_000, last: 20_999 } as const;

/** Names of the instances of one kind: `redis-1`, `redis-2`, … */
export const instances = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);

/** The names of the listeners of profile `ha`. `api`, `livekit`, `postgres` and `redis` are HAProxy's, so that they mean the same as in `lean`. */
export function haListenerNames(apiWorkers: number): string[] {
  const each = (kind: string, count: number, ...more: string[]): string[] =>
    instances(kind, count).flatMap((name) => [name, ...more.map((purpose) => `${name}-${purpose}`)]);
  return [
    ...listenerNames(0).filter((name) => !name.startsWith('livekit-')),
    ...['postgres-primary', 'haproxy-metrics', 'etcd', 'etcd-peer', 'pgbouncer', 'turn', 'turn-tls'],
    ...['prometheus', 'alertmanager', 'alert-recorder', 'redis-exporter', 'node-exporter'],
    ...['postgres-exporter', 'pooler-exporter', 'disk-guard'],
    ...each('postgres', 3, 'patroni'),
    ...each('redis', 3),
    ...each('sentinel', 3),
    ...each('livekit', 2, 'metrics', 'tcp'),
    ...each('api', apiWorkers, 'admin'),
  ];
}

/** The names of the listeners of profile `lean` with this many API processes. */
export function listenerNames(apiWorkers: number): string[] {
  const admin = Array.from({ length: apiWorkers }, (_, index) => `api-${index + 1}-admin`);
  return [
    'postgres',
    'redis',
    'livekit',
    'livekit-metrics',
    'livekit-tcp',
    'mailbox',
    'mailbox-smtp',
    'recorder',
    'api',
    ...admin,
  ];
}

/** Of a media server: its port for media over TCP, where it has one. */
export const openPort = (port: number | undefined): Pick<Service, 'openPorts' | 'otherPorts'> =>
  port === undefined ? {} : { openPorts: [port], otherPorts: [port] };

/** HAProxy's listeners in profile `ha`; in `lean` the first ones are those of the services themselves. */
const haproxyListeners: readonly string[] = [
  'api',
  'livekit',
  'postgres',
  'redis',
  'postgres-primary',
  'haproxy-metrics',
];

/** Whether a service that lives listens there. @param alive names of services */
export function ownedBy(listener: string, alive: ReadonlySet<string>): boolean {
  if (haproxyListeners.includes(listener) && alive.has('haproxy')) return true;
  if (listener === 'api') return [...alive].some((name) => name.startsWith('api-'));
  if (listener === 'turn' || listener === 'turn-tls') return alive.has('coturn');
  return alive.has(listener.replace(/-(admin|metrics|smtp|patroni|peer|tcp)$/, ''));
}

/** Where a target begins to look for free ports: by its directory, so that two checkouts rarely want the same. */
export function firstCandidate(directory: string): number {
  const blocks = Math.floor((listenerRange.last - listenerRange.first + 1) / 20);
  const digest = createHash('sha256').update(directory).digest();
  return listenerRange.first + 20 * (digest.readUInt32BE(0) % blocks);
}

/** The candidate after `port`, starting again at the beginning of the range. */
export function nextCandidate(port: number): number {
  return port >= listenerRange.last ? listenerRange.first : port + 1;
}

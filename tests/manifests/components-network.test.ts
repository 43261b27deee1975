/**
 * The truth table of the network policies: each flow that the platform needs is allowed in every overlay that has its ends, and what
 * must not be is denied. The policies are judged by src/deployment/kubernetes/network-policy.ts; no agent enforces them here.
 */
import { describe, expect, test } from 'vitest';
import { type Endpoint, type Flow, isAllowed } from '../../src/deployment/kubernetes/network-policy.ts';
import { podsOf } from './pods.ts';
import { overlays } from './render-overlays.ts';

/** `livekit` and the like are pods on the host's network: to policies their node. */
const addresses: Readonly<Record<string, string>> = {
  internet: '203.0.113.9',
  metadata: '169.254.169.254',
  elsewhere: '192.168.77.7',
};

type Row = readonly [from: string, to: string, port: number, protocol?: 'UDP'];

/** Stands for the port that the overlay names. */
const objectStorePort = -1;

/** Every role of the API alike. */
const roles = ['api-auth', 'api-meeting', 'api-signaling', 'api-chat'];
const each = (row: (role: string) => readonly Row[]): Row[] => roles.flatMap(row);

const needed: readonly Row[] = [
  ['internet', 'traefik', 8443],
  ['internet', 'traefik', 8000],
  ...each((role) => [
    ['traefik', role, 8080],
    ['prometheus', role, 9464],
    [role, 'pooler', 5432],
    [role, 'redis', 6379],
    [role, 'redis-sentinel', 26379],
    [role, 'node', 7880],
    [role, 'recorder', 7980],
    [role, 'internet', 443],
    [role, 'internet', 587],
    [role, 'dns', 53, 'UDP'],
  ]),
  ['traefik', 'node', 7880],
  ['traefik', 'grafana', 3000],
  ['traefik', 'prometheus', 9090],
  ['traefik', 'alertmanager', 9093],
  ['traefik', 'internet', 6443],
  ['node', 'api-meeting', 8080],
  ['node', 'redis', 6379],
  ['node', 'redis-sentinel', 26379],
  // What a tunnel between nodes makes of a node's address.
  ['tunnel', 'api-meeting', 8080],
  ['tunnel', 'redis', 6379],
  ['tunnel', 'redis-sentinel', 26379],
  ['tunnel', 'prometheus', 9090],
  ['pooler', 'postgres', 5432],
  ['migrations', 'postgres', 5432],
  ['postgres', 'postgres', 5432],
  ['postgres', 'postgres', 8000],
  ['postgres', 'internet', 443],
  ['operator', 'postgres', 8000],
  ['redis', 'redis', 6379],
  ['redis', 'redis-sentinel', 26379],
  ['redis-sentinel', 'redis', 6379],
  ['redis-sentinel', 'redis-sentinel', 26379],
  ['redis-copy', 'redis', 6379],
  ['redis-copy', 'internet', 443],
  ['postgres-check', 'internet', 443],
  ['postgres', 'object-store', objectStorePort],
  ['redis-copy', 'object-store', objectStorePort],
  ['postgres-check', 'object-store', objectStorePort],
  ['prometheus', 'traefik', 9100],
  ['prometheus', 'pooler', 9127],
  ['prometheus', 'postgres', 9187],
  ['prometheus', 'redis', 9121],
  ['prometheus', 'redis-exporter', 9121],
  ['prometheus', 'kube-state-metrics', 8080],
  ['prometheus', 'alertmanager', 9093],
  ['prometheus', 'node', 6789],
  ['prometheus', 'node', 10250],
  ['node', 'prometheus', 9090],
  ['grafana', 'prometheus', 9090],
  ['alertmanager', 'alertmanager', 9094],
  ['alertmanager', 'internet', 443],
  ['recorder', 'node', 7880],
  ['recorder', 'node', 15_000, 'UDP'],
  ['recorder', 'dns', 53, 'UDP'],
  // Where logs and traces are wanted.
  ...each((role) => [[role, 'otel-collector', 4318]]),
  ['otel-collector', 'jaeger', 4317],
  ['grafana', 'jaeger', 16686],
  ['alloy', 'loki', 3100],
  ['alloy', 'internet', 6443],
  ['grafana', 'loki', 3100],
  ['prometheus', 'loki', 3100],
];

const forbidden: readonly Row[] = [
  // Data is for those who have to do with it.
  ['internet', 'postgres', 5432],
  ['internet', 'redis', 6379],
  ['internet', 'pooler', 5432],
  ['traefik', 'postgres', 5432],
  ['traefik', 'redis', 6379],
  ['grafana', 'postgres', 5432],
  ['grafana', 'pooler', 5432],
  ['prometheus', 'redis', 6379],
  ['recorder', 'redis', 6379],
  ['recorder', 'postgres', 5432],
  ['stranger', 'redis', 6379],
  ['stranger', 'pooler', 5432],
  ['node', 'postgres', 5432],
  ['tunnel', 'postgres', 5432],
  ['tunnel', 'pooler', 5432],
  // Behind the gateway is only reached through it.
  ...each((role) => [
    ['internet', role, 8080],
    ['stranger', role, 8080],
    ['grafana', role, 8080],
    ['internet', role, 9464],
    [role, 'postgres', 5432],
    // A webhook that somebody registers must not reach inside.
    [role, 'metadata', 443],
    [role, 'elsewhere', 443],
    [role, 'grafana', 3000],
    [role, 'internet', 25],
  ]),
  ['node', 'api-auth', 8080],
  ['internet', 'grafana', 3000],
  ['internet', 'prometheus', 9090],
  ['internet', 'alertmanager', 9093],
  ['stranger', 'prometheus', 9090],
  ['stranger', 'recorder', 7980],
  // Nobody talks to the world who has nothing to say there.
  ['redis', 'internet', 443],
  ['redis', 'object-store', objectStorePort],
  ['pooler', 'internet', 443],
  ['grafana', 'internet', 443],
  ['recorder', 'internet', 443],
  ['migrations', 'internet', 443],
  ['redis-sentinel', 'internet', 6379],
  ['loki', 'internet', 443],
  ['jaeger', 'internet', 443],
  ['alloy', 'redis', 6379],
];

interface Networks {
  readonly cidr?: string;
  readonly 'tunnel-network'?: string;
  readonly 'object-store-network'?: string;
  readonly 'object-store-port'?: string;
}

describe.each(overlays.map(({ name, own }) => [name, own] as const))('%s', (name, own) => {
  const prefix = name.endsWith('staging') ? 'gomeet-staging' : 'gomeet';
  const networks = (own.find(({ metadata }) => metadata.name === 'node-network')?.data ?? {}) as Networks;
  /** Each is of 24 bits or fewer. */
  const inside: Readonly<Record<string, string | undefined>> = {
    node: networks.cidr,
    tunnel: networks['tunnel-network'],
    'object-store': networks['object-store-network'],
  };
  const pods = podsOf(own);

  /** Undefined for what this overlay does not have. */
  function endpoint(who: string): Endpoint | undefined {
    const address = inside[who]?.replace(/\d+\/\d+$/, '9') ?? addresses[who];
    if (address !== undefined) return { address };
    if (who === 'stranger') return { namespace: 'another-team', labels: {} };
    if (who === 'operator') return { namespace: 'cnpg-system', labels: {} };
    if (who === 'dns') return { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
    const isOperated = own.some(({ kind, metadata }) => kind === 'Cluster' && metadata.name === who);
    if (isOperated) return { namespace: prefix, labels: { 'cnpg.io/cluster': who } };
    const found = pods.find(
      ({ labels, spec }) => labels['app.kubernetes.io/name'] === who && !spec.hostNetwork,
    );
    return found && { namespace: found.namespace, labels: found.labels };
  }

  const flows = (rows: readonly Row[]): readonly (readonly [string, Flow])[] =>
    rows.flatMap((row) => {
      const [source, target, named] = row;
      const port = named === objectStorePort ? Number(networks['object-store-port']) : named;
      const protocol: Flow['protocol'] = row[3] ?? 'TCP';
      const [from, to] = [endpoint(source), endpoint(target)];
      if (from === undefined || to === undefined) return [];
      return [[`${source} → ${target} ${port}/${protocol}`, { from, to, port, protocol }]] as const;
    });

  test('what the platform needs is allowed', () => {
    const wanted = flows(needed);
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter(([, flow]) => !isAllowed(own, flow)).map(([text]) => text)).toEqual([]);
  });

  test('what it does not need is denied', () => {
    const unwanted = flows(forbidden);
    expect(unwanted.length).toBeGreaterThan(30);
    expect(unwanted.filter(([, flow]) => isAllowed(own, flow)).map(([text]) => text)).toEqual([]);
  });

  test('no pod with a network of its own is without a policy', () => {
    const open = pods.filter(
      ({ namespace, labels, spec }) =>
        !spec.hostNetwork &&
        isAllowed(own, {
          from: { namespace, labels },
          to: { address: addresses.elsewhere ?? '' },
          port: 1,
          protocol: 'TCP',
        }),
    );
    expect(open.map(({ owner }) => owner)).toEqual([]);
  });
});

/** What holds for every pod of base and of its components, whoever adds the next one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quantityOf } from '../../src/deployment/kubernetes/resource-quantity.ts';
import { nameOf, type Pods, podsOf } from './pods.ts';
import { renderBase } from './render.ts';

const objects = renderBase('canary');
const pods = podsOf(objects);
const hasPodSecurity = (level: string): Set<string> =>
  new Set(
    objects
      .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === level)
      .map(({ metadata }) => metadata.name),
  );
const long = pods.filter(({ object }) => object.kind !== 'Job');
const servers = long.flatMap(({ owner, spec }) =>
  spec.containers.map((container) => ({ owner: `${owner} ${container.name}`, container })),
);
const each = (list: readonly Pods[]) => list.map((one) => [one.owner, one] as const);

interface Probe {
  readonly httpGet?: { readonly path: string };
  readonly tcpSocket?: object;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
}
type Probes = Readonly<Partial<Record<'startupProbe' | 'livenessProbe' | 'readinessProbe', Probe>>>;

describe('probes', () => {
  test.each(servers.map(({ owner, container }) => [owner, container] as const))(
    '%s is asked whether it has started, lives and can serve',
    (_owner, container) => {
      expect(container).toMatchObject({
        startupProbe: expect.anything(),
        livenessProbe: expect.anything(),
        readinessProbe: expect.anything(),
      });
    },
  );

  test.each(servers.map(({ owner, container }) => [owner, container as Probes] as const))(
    '%s is restarted for no fault of another program: not for Redis, not for a database',
    (_owner, { startupProbe, livenessProbe }) => {
      for (const probe of [startupProbe, livenessProbe])
        expect(probe?.tcpSocket ?? probe?.httpGet?.path).toSatisfy(
          (asked) => typeof asked === 'object' || asked === '/healthz',
        );
      // A minute of silence, not a pause of the collector or a busy node.
      expect(
        (livenessProbe?.periodSeconds ?? 10) * (livenessProbe?.failureThreshold ?? 3),
      ).toBeGreaterThanOrEqual(60);
    },
  );

  test('readiness of the API outlasts a failover of Redis or PostgreSQL', () => {
    const api = servers.filter(({ owner }) => owner.includes('/api-'));
    expect(api).toHaveLength(8);
    for (const { container } of api) {
      const { readinessProbe } = container as Probes;
      expect(
        (readinessProbe?.periodSeconds ?? 10) * (readinessProbe?.failureThreshold ?? 3),
      ).toBeGreaterThanOrEqual(30);
    }
  });
});

describe('resources', () => {
  test.each(each(pods))(
    '%s asks for CPU and memory, limits memory and never CPU',
    (_owner, { containers }) => {
      for (const { resources } of containers) {
        expect(Object.keys(resources?.requests ?? {}).sort()).toEqual(['cpu', 'memory']);
        expect(Object.keys(resources?.limits ?? {})).toEqual(['memory']);
        expect(quantityOf(resources?.limits?.memory ?? 0)).toBeGreaterThanOrEqual(
          quantityOf(resources?.requests?.memory ?? 0),
        );
      }
    },
  );

  test.each(each(pods.filter(({ spec }) => spec.hostNetwork === true)))(
    '%s, which has a node to itself, requests the memory that it is limited to',
    (_owner, { spec }) => {
      for (const { resources } of spec.containers)
        expect(resources?.requests?.memory).toBe(resources?.limits?.memory);
    },
  );
});

describe('images', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

  test.each(each(pods))(
    '%s names an exact version, its own of this very revision',
    (_owner, { containers }) => {
      for (const { image } of containers) {
        const [, repository, tag] = /^(.+):([^:/]+)$/.exec(String(image)) ?? [];
        expect(tag, String(image)).toMatch(/^v?\d+\.\d+\.\d+/);
        if (repository?.startsWith('ghcr.io/gomeet/')) expect(tag).toBe(`v${version}`);
      }
    },
  );
});

describe('rights', () => {
  const restricted = hasPodSecurity('restricted');
  const mediaServers = pods.filter(({ spec }) => spec.hostNetwork === true);

  test('only media and TURN use the network of their node, and only where that is allowed', () => {
    expect(mediaServers.map(({ owner }) => owner).sort()).toEqual([
      'Deployment gomeet-media/livekit-a',
      'Deployment gomeet-media/turn',
    ]);
    expect(mediaServers.filter(({ namespace }) => restricted.has(namespace))).toEqual([]);
    for (const { spec } of mediaServers) expect(spec.dnsPolicy).toBe('ClusterFirstWithHostNet');
  });

  test.each(each(pods))(
    '%s runs as somebody else than root, with no way to become more',
    (owner, { spec, containers }) => {
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      const isTurn = owner.endsWith('/turn');
      for (const { name, securityContext } of containers)
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: isTurn && name === 'turn',
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'], ...(isTurn && name === 'turn' && { add: ['NET_BIND_SERVICE'] }) },
        });
    },
  );

  test.each(each(pods))('%s mounts nothing of its node', (_owner, { spec }) => {
    const allowed = ['configMap', 'secret', 'emptyDir', 'projected', 'persistentVolumeClaim'];
    const { volumes = [] } = spec as { volumes?: readonly Readonly<Record<string, unknown>>[] };
    const kinds = volumes.flatMap(({ name: _name, ...kind }) => Object.keys(kind));
    expect(kinds.filter((kind) => !allowed.includes(kind))).toEqual([]);
  });

  test.each(each(pods))('%s has an account of its own and no token of the Kubernetes API', (_owner, one) => {
    const { serviceAccountName, automountServiceAccountToken } = one.spec;
    expect(automountServiceAccountToken).toBe(false);
    const account = objects.find(
      ({ kind, metadata }) =>
        kind === 'ServiceAccount' &&
        metadata.namespace === one.namespace &&
        metadata.name === serviceAccountName,
    );
    expect(account).toMatchObject({ automountServiceAccountToken: false });
  });
});

test.each(each(pods))('%s has a priority that exists, and a pool of nodes', (_owner, { spec }) => {
  const classes = objects.filter(({ kind }) => kind === 'PriorityClass').map(nameOf);
  expect(classes).toContain(`PriorityClass ${spec.priorityClassName}`);
  expect(['media', 'turn', 'worker']).toContain(spec.nodeSelector?.['gomeet.io/pool']);
});

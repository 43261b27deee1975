import { describe, expect, test } from 'vitest';
import { planInputs } from '../../../tests/support/plan-inputs.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { buildPlan } from '../../planning/build-plan.ts';
import type { PlanDocument } from '../../planning/plan.ts';
import { sizeObjects } from './size-objects.ts';

/** The reference event: 100 meetings of 500 people, databases in the cluster. */
const reference = buildPlan(planInputs({}, { database: 'self-hosted' })).document;

const GIB = 2 ** 30;

function workload(name: string, kind = 'Deployment', extra: object = {}): ClusterObject {
  const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'gomeet', labels: { 'gomeet.io/workload': name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: { spec: { containers: [{ name, image: `${name}:1`, resources }] } },
      ...extra,
    },
  };
}

const postgres: ClusterObject = {
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name: 'postgres', namespace: 'gomeet', labels: { 'gomeet.io/workload': 'postgres' } },
  spec: { instances: 1, storage: { size: '10Gi', storageClass: 'fast' } },
};
const autoscaler: ClusterObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'api-auth', namespace: 'gomeet' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'api-auth' }, minReplicas: 2, maxReplicas: 30 },
};
const service: ClusterObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'api-auth', namespace: 'gomeet', labels: { 'gomeet.io/workload': 'api-auth' } },
  spec: { ports: [{ port: 8080 }] },
};

const named = (plan: PlanDocument, without: readonly string[] = []): ClusterObject[] =>
  plan.workloads
    .filter(({ name }) => name !== 'postgres' && !without.includes(name))
    .map(({ name, isStateful }) => workload(name, isStateful ? 'StatefulSet' : 'Deployment'));

const overlay = [...named(reference), postgres, autoscaler, service];
const find = (objects: readonly ClusterObject[], kind: string, name: string): ClusterObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

describe('the plan of the reference event', () => {
  const sized = sizeObjects(overlay, reference);

  test('each workload has the plan’s pods, requests and nodes', () => {
    const table = sized
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .map(({ metadata, spec }) => {
        const { replicas, template } = spec as { replicas?: number; template: { spec: TemplateSpec } };
        const { requests, limits } = template.spec.containers[0].resources;
        const pool = template.spec.nodeSelector['gomeet.io/pool'];
        return `${metadata.name} ${replicas ?? 'autoscaled'} × ${requests.cpu} ${requests.memory}, at most ${limits.memory}, on ${pool}`;
      });
    expect(table).toMatchInlineSnapshot(`
      [
        "livekit 55 × 47300m 89926Mi, at most 89926Mi, on media",
        "turn 22 × 3400m 5548Mi, at most 5548Mi, on turn",
        "api-auth autoscaled × 2 225M, at most 450M, on worker",
        "api-meeting 11 × 1 225M, at most 450M, on worker",
        "api-signaling 11 × 1 257250000, at most 514500000, on worker",
        "api-chat 3 × 1 225M, at most 450M, on worker",
        "traefik 4 × 2 3942M, at most 7884M, on worker",
        "redis 3 × 1 700M, at most 1400M, on worker",
        "recorder 10 × 4 4Gi, at most 8Gi, on worker",
        "prometheus 2 × 2 3106M, at most 6212M, on worker",
        "grafana 2 × 500m 512Mi, at most 1Gi, on worker",
        "alertmanager 2 × 100m 128Mi, at most 256Mi, on worker",
      ]
    `);
  });

  test('where an autoscaler owns the number of pods the plan’s is its least', () => {
    expect(find(sized, 'Deployment', 'api-auth')?.spec).not.toHaveProperty('replicas');
    expect(find(sized, 'HorizontalPodAutoscaler', 'api-auth')?.spec).toMatchObject({
      minReplicas: 5,
      maxReplicas: 30,
    });
  });

  test('PostgreSQL gets its instances, its memory with a cache of a quarter of it, and disks for the data', () => {
    expect(find(sized, 'Cluster', 'postgres')?.spec).toMatchObject({
      instances: 3,
      storage: { size: '345Gi', storageClass: 'fast' },
      resources: { requests: { cpu: '4', memory: '13013750907' } },
      postgresql: { parameters: { shared_buffers: '3102MB' } },
      affinity: { nodeSelector: { 'gomeet.io/pool': 'worker' } },
    });
  });

  test('everything else stays as it is written, and so do the given objects', () => {
    expect(find(sized, 'Service', 'api-auth')).toBe(service);
    expect(find(overlay, 'Deployment', 'livekit')?.spec).toHaveProperty('replicas', 1);
  });
});

interface TemplateSpec {
  readonly containers: readonly [{ resources: { requests: Sizes; limits: Sizes } }];
  readonly nodeSelector: Readonly<Record<string, string>>;
}
type Sizes = Readonly<Record<'cpu' | 'memory', string>>;

describe('one pod', () => {
  const planned = { ...reference, workloads: reference.workloads.filter(({ name }) => name === 'grafana') };
  const sidecar = (cpu: string) => ({
    name: 'exporter',
    resources: { requests: { cpu, memory: '64Mi' } },
  });
  const withSidecar = (cpu: string): ClusterObject =>
    workload('grafana', 'Deployment', {
      template: { spec: { containers: [{ name: 'grafana' }, sidecar(cpu)] } },
    });

  test('asks for what the plan says with its sidecars in it', () => {
    expect(sizeObjects([withSidecar('50m')], planned)[0]).toHaveProperty(
      'spec.template.spec.containers.0.resources.requests',
      { cpu: '450m', memory: '448Mi' },
    );
  });

  test('is refused when its sidecars leave nothing', () => {
    expect(() => sizeObjects([withSidecar('500m')], planned)).toThrow(
      'grafana: the sidecars ask for all of the 500m CPU and 512Mi that the plan gives a pod; nothing is left for grafana',
    );
  });

  test('keeps a volume that is larger than the plan needs, and gets one that is large enough', () => {
    const only = { ...reference, workloads: reference.workloads.filter(({ name }) => name === 'prometheus') };
    const claim = (storage: string) => ({
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage } } } }],
    });
    const sizeOf = (storage: string) => {
      const sized = sizeObjects([workload('prometheus', 'StatefulSet', claim(storage))], only);
      const spec = sized.map((object) => object.spec as ReturnType<typeof claim>)[0];
      return spec?.volumeClaimTemplates[0]?.spec.resources.requests.storage;
    };
    expect(sizeOf('100Gi')).toBe('100Gi');
    const needed = (reference.lines['monitoring.storage']?.value ?? 0) / 2;
    expect(sizeOf('1Gi')).toBe(`${Math.ceil(needed)}Gi`);
    expect(needed * GIB).toBeGreaterThan(20 * GIB);
  });
});

describe('plan and overlay have to be about one platform', () => {
  test('refuses a plan whose workloads nothing carries', () => {
    expect(() => sizeObjects([...named(reference, ['traefik', 'grafana']), postgres], reference)).toThrow(
      'the plan has workloads that no object of the overlay carries: traefik, grafana',
    );
  });

  test('refuses an overlay with what the plan leaves to a provider', () => {
    const managed = buildPlan(planInputs({}, { database: 'managed' })).document;
    expect(() => sizeObjects([...named(reference), postgres], managed)).toThrow(
      'the overlay has workloads that the plan does not size: StatefulSet gomeet/redis, Cluster gomeet/postgres',
    );
  });

  test('refuses two carriers of one workload, but not a canary', () => {
    const second = {
      ...workload('grafana'),
      metadata: { ...workload('grafana').metadata, name: 'grafana-b' },
    };
    expect(() => sizeObjects([...overlay, second], reference)).toThrow(
      'two objects carry the workload grafana; the second is Deployment gomeet/grafana-b',
    );
    const labels = { ...second.metadata.labels, 'gomeet.io/track': 'canary' };
    const canary = { ...second, metadata: { ...second.metadata, labels } };
    expect(sizeObjects([...overlay, canary], reference)).toContain(canary);
  });

  test('without anybody behind a firewall there is no TURN server, only its Deployment', () => {
    const plan = buildPlan(planInputs({ relayedParticipants: 0 }, { database: 'self-hosted' })).document;
    const sized = sizeObjects([...named(plan), workload('turn'), postgres], plan);
    expect(find(sized, 'Deployment', 'turn')?.spec).toHaveProperty('replicas', 0);
  });

  test('refuses a plan of another version', () => {
    const newer = { ...reference, schema: 'gomeet.plan/v2' } as unknown as PlanDocument;
    expect(() => sizeObjects(overlay, newer)).toThrow(
      'the plan has schema "gomeet.plan/v2"; accepted: gomeet.plan/v1',
    );
  });
});

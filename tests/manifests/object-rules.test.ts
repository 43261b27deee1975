/** What holds between the objects of base: labels, selectors, references, waves, autoscalers, budgets. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { givenSecrets, secretList } from '../../src/deployment/kubernetes/secret-list.ts';
import { sizeObjects } from '../../src/deployment/kubernetes/size-objects.ts';
import { wavesOf } from '../../src/deployment/kubernetes/waves.ts';
import { buildPlan } from '../../src/planning/build-plan.ts';
import { planInputs } from '../support/plan-inputs.ts';
import { isSelected, nameOf, podsOf } from './pods.ts';
import { renderBase } from './render.ts';

const plain = renderBase();
const withCanary = renderBase('canary');
const withKeda = renderBase('autoscaling', 'canary');
const variants = [
  ['base', plain],
  ['base with the canary', withCanary],
  ['base with KEDA and the canary', withKeda],
] as const;
const ofKind = (objects: readonly ClusterObject[], ...kinds: readonly string[]): ClusterObject[] =>
  objects.filter(({ kind }) => kinds.includes(kind));
const specOf = (object: ClusterObject): Readonly<Record<string, unknown>> =>
  (object.spec ?? {}) as Readonly<Record<string, unknown>>;

describe.each(variants)('%s', (_name, objects) => {
  const pods = podsOf(objects);

  test('every object says what it is, what for, and that it is ours', () => {
    const components = ['api', 'media', 'data', 'edge', 'monitoring', 'backup'];
    const silent = objects.filter(({ metadata: { labels = {} } }) => {
      const { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': whole } = labels;
      const component = labels['app.kubernetes.io/component'] ?? '';
      return !name || whole !== 'gomeet' || !components.includes(component);
    });
    expect(silent.map(nameOf)).toEqual([]);
  });

  test('every object has a wave, and comes after what it needs', () => {
    const waves = wavesOf(objects).map(({ name, objects: own }) => [
      name,
      [...new Set(own.map(({ kind }) => kind))].sort().join(', '),
    ]);
    expect(waves.map(([name]) => name)).toEqual(['foundations', 'rights', 'migrations', 'media', 'api']);
    expect(waves[0]).toEqual(['foundations', 'LimitRange, Namespace, PriorityClass, ResourceQuota']);
    expect(waves[1]).toEqual(['rights', 'ConfigMap, ServiceAccount']);
    expect(waves[2]).toEqual(['migrations', 'Job']);
  });

  test('every workload finds its own pods and nobody else’s', () => {
    for (const { object, labels, namespace } of pods.filter((one) => one.object.kind !== 'Job')) {
      const { selector } = specOf(object) as { selector: { matchLabels: Record<string, string> } };
      expect(isSelected(selector.matchLabels, labels), nameOf(object)).toBe(true);
      const others = pods.filter((one) => one.object !== object && one.namespace === namespace);
      expect(
        others.filter((one) => isSelected(selector.matchLabels, one.labels)).map(({ owner }) => owner),
      ).toEqual([]);
    }
  });

  test('every Service leads to the pods of one workload, to a port that they have', () => {
    for (const service of ofKind(objects, 'Service')) {
      const { selector, ports } = specOf(service) as {
        selector: Record<string, string>;
        ports: readonly { targetPort: string }[];
      };
      const found = pods.filter(
        ({ namespace, labels }) => namespace === service.metadata.namespace && isSelected(selector, labels),
      );
      expect(found, nameOf(service)).toHaveLength(1);
      const names = found[0]?.spec.containers.flatMap(({ ports: own }) =>
        ((own ?? []) as readonly { name: string }[]).map(({ name }) => name),
      );
      for (const { targetPort } of ports) expect(names, nameOf(service)).toContain(targetPort);
    }
  });

  test('every server has one disruption budget, and one that lets ill pods go unless they hold meetings', () => {
    const budgets = ofKind(objects, 'PodDisruptionBudget');
    for (const { owner, namespace, labels } of pods.filter(({ object }) => object.kind !== 'Job')) {
      const own = budgets.filter((budget) => {
        const { selector } = specOf(budget) as { selector: { matchLabels: Record<string, string> } };
        return budget.metadata.namespace === namespace && isSelected(selector.matchLabels, labels);
      });
      expect(own, owner).toHaveLength(1);
      expect(specOf(own[0] as ClusterObject)).toMatchObject(
        owner.includes('livekit')
          ? { maxUnavailable: 0 }
          : { maxUnavailable: expect.anything(), unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      );
    }
  });

  test('an autoscaler owns the number of its pods alone', () => {
    const targets = ofKind(objects, 'HorizontalPodAutoscaler', 'ScaledObject').map((autoscaler) => {
      const { name } = specOf(autoscaler).scaleTargetRef as { name: string };
      return `Deployment ${autoscaler.metadata.namespace}/${name}`;
    });
    expect(new Set(targets).size, 'two autoscalers of one Deployment').toBe(targets.length);
    const scaled = pods.filter(({ owner }) => targets.includes(owner));
    expect(scaled).toHaveLength(targets.length);
    for (const { object, owner } of scaled) expect(specOf(object).replicas, owner).toBeUndefined();
  });

  test('every ConfigMap that pods name is there, and every Secret is one that the first deployment makes', () => {
    const maps = ofKind(objects, 'ConfigMap').map(nameOf);
    const platform = [...secretList, ...givenSecrets];
    for (const { owner, namespace, spec } of pods) {
      const text = JSON.stringify(spec);
      const named = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
      for (const name of named(/"config[mM]ap(?:Ref|KeyRef)?":\{[^{}]*"name":"([^"]+)"/g))
        expect(maps, owner).toContain(`ConfigMap ${namespace}/${name}`);
      const secrets = [
        ...named(/"secret(?:Ref|KeyRef)":\{[^{}]*"name":"([^"]+)"/g),
        ...named(/"secretName":"([^"]+)"/g),
      ];
      // Made by cert-manager, and optional.
      for (const name of secrets.filter((each) => each !== 'turn-tls')) {
        const place = namespace === 'gomeet' ? 'platform' : 'media';
        expect(
          platform.some((secret) => secret.name === name && secret.namespace === place),
          `${owner}: ${name}`,
        ).toBe(true);
      }
    }
  });

  test('nothing secret is in a ConfigMap, or written into a pod', () => {
    const keys = new Set(secretList.flatMap((secret) => Object.keys(secret.keys)));
    for (const map of ofKind(objects, 'ConfigMap')) {
      const data = (map.data ?? {}) as Readonly<Record<string, string>>;
      expect(Object.keys(data).filter((key) => keys.has(key))).toEqual([]);
      // 128 bits in hexadecimal or base64, a password in an address, a key in PEM.
      const suspicious = /\b[0-9a-f]{32,}\b|[A-Za-z0-9+/]{43}=|:\/\/[^/\s$]*:[^@\s$]+@|PRIVATE KEY/;
      expect(Object.entries(data).filter(([, value]) => suspicious.test(value))).toEqual([]);
    }
    const given = pods.flatMap(({ owner, containers }) =>
      containers.flatMap(({ env }) =>
        ((env ?? []) as readonly { name: string; value?: string }[])
          .filter(({ name, value }) => /PASSWORD|SECRET|TOKEN/.test(name) && value !== undefined)
          .filter(({ value }) => !/^\$\(\w+\)$/.test(value ?? ''))
          .map(({ name }) => `${owner}: ${name}`),
      ),
    );
    expect(given).toEqual([]);
    expect(ofKind(objects, 'Secret')).toEqual([]);
  });
});

test('the Job is named after the newest migration, so that a new one makes a new Job', () => {
  const newest = readdirSync('src/platform/api/migrations')
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .at(-1)
    ?.replace('.sql', '');
  const jobs = ofKind(plain, 'Job');
  expect(jobs.map(({ metadata }) => metadata.name)).toEqual([`migrate-${newest}`]);
  // One that goes by itself would be made anew by every deployment.
  expect(jobs.filter((job) => specOf(job).ttlSecondsAfterFinished !== undefined)).toEqual([]);
});

test('the canary’s pods are out of reach of the first version’s Services, and run another image', () => {
  const canaries = podsOf(withCanary).filter(({ labels }) => labels['gomeet.io/track'] === 'canary');
  expect(canaries.map(({ owner }) => owner)).toEqual([
    'Deployment gomeet/api-auth-canary',
    'Deployment gomeet/api-chat-canary',
    'Deployment gomeet/api-meeting-canary',
    'Deployment gomeet/api-signaling-canary',
  ]);
  for (const { containers, labels, object } of canaries) {
    expect(containers[0]?.image).toMatch(/^ghcr\.io\/gomeet\/api-canary:/);
    expect(labels['app.kubernetes.io/name']).toBe(object.metadata.name);
  }
  const before = plain.map((object) => JSON.stringify(object));
  const after = withCanary.map((object) => JSON.stringify(object));
  expect(before.filter((object) => !after.includes(object))).toEqual([]);
});

describe('autoscalers', () => {
  test('pods come at once, go slowly, and media servers are never taken away', () => {
    for (const autoscaler of ofKind(withKeda, 'HorizontalPodAutoscaler', 'ScaledObject')) {
      const { scaleUp, scaleDown } = behaviorOf(autoscaler);
      expect(scaleUp).toMatchObject({ stabilizationWindowSeconds: 0, selectPolicy: 'Max' });
      if (autoscaler.metadata.name === 'livekit') expect(scaleDown).toEqual({ selectPolicy: 'Disabled' });
      else expect(scaleDown.stabilizationWindowSeconds).toBeGreaterThanOrEqual(300);
    }
  });

  test('the plan of the reference event fits what they may do, and the quota', () => {
    const plan = buildPlan(planInputs()).document;
    const ours = new Set([
      'livekit',
      'turn',
      'recorder',
      'api-auth',
      'api-meeting',
      'api-signaling',
      'api-chat',
    ]);
    const workloads = plan.workloads.filter(({ name }) => ours.has(name));
    const sized = sizeObjects(plain, { ...plan, workloads });
    const written = new Map(
      ofKind(plain, 'HorizontalPodAutoscaler').map((each) => [each.metadata.name, specOf(each).maxReplicas]),
    );
    for (const autoscaler of ofKind(sized, 'HorizontalPodAutoscaler'))
      expect(specOf(autoscaler).maxReplicas).toBe(written.get(autoscaler.metadata.name));
    const { hard } = specOf(
      ofKind(plain, 'ResourceQuota').find(
        ({ metadata }) => metadata.name === 'gomeet-media',
      ) as ClusterObject,
    ) as { hard: Record<string, string> };
    const media = workloads.filter(({ name }) => ['livekit', 'turn', 'recorder'].includes(name));
    const cores = media.reduce(
      (sum, { replicas, cpuMillicores }) => sum + (replicas * cpuMillicores) / 1000,
      0,
    );
    // Twice: a new generation stands beside the old one.
    expect(Number(hard['requests.cpu'])).toBeGreaterThanOrEqual(2 * cores);
    expect(Number(hard.pods)).toBeGreaterThanOrEqual(
      2 * media.reduce((sum, { replicas }) => sum + replicas, 0),
    );
  });
});

interface Behavior {
  readonly scaleUp: object;
  readonly scaleDown: { readonly stabilizationWindowSeconds?: number };
}

/** KEDA keeps it where it hands it on to the autoscaler that it makes. */
function behaviorOf(autoscaler: ClusterObject): Behavior {
  const { behavior, advanced } = specOf(autoscaler) as {
    behavior?: Behavior;
    advanced?: { horizontalPodAutoscalerConfig: { behavior: Behavior } };
  };
  const found = behavior ?? advanced?.horizontalPodAutoscalerConfig.behavior;
  if (found === undefined) throw new Error(`${nameOf(autoscaler)} says nothing of its behavior`);
  return found;
}

/** `down --target kubernetes` against a real control plane: its order, what never ends, and what others use. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClusterObject, ObjectKey } from '../../src/adapters/cluster-object.ts';
import { type DeployFixture, deployFixture } from './deploy-fixture.ts';
import { configMap, deployment, namespaces } from './overlay-folder.ts';
import { type PlayedOperator, playOperator, widget, widgetOperator } from './played-operator.ts';

const tags = { tags: ['cluster'] };

/** With the grace of a PostgreSQL instance under CloudNativePG. */
const slow = (name: string, wave: string): ClusterObject => {
  const object = deployment(name, wave, 'slow:1');
  const spec = object.spec as { template: { metadata: object; spec: object } };
  const pod = { ...spec.template.spec, terminationGracePeriodSeconds: 1800 };
  return { ...object, spec: { ...spec, template: { ...spec.template, spec: pod } } };
};
const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'of-a-statefulset', namespace: 'gomeet' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const set = [
  ...namespaces,
  ...widgetOperator,
  configMap('settings', { level: 'one' }),
  slow('redis', 'data'),
  widget('database', 'gomeet'),
  deployment('api', 'api', 'good:1'),
];

interface Order {
  readonly order: readonly { readonly step: string; readonly objects: readonly string[] }[];
  readonly kept: readonly { readonly object: string; readonly reason: string }[];
}

describe('a removal from Kubernetes', () => {
  let fixture: DeployFixture;
  let operator: PlayedOperator;
  beforeAll(async () => {
    fixture = await deployFixture();
    operator = playOperator(fixture.cluster);
  }, 1_200_000);
  afterAll(async () => {
    await operator?.[Symbol.asyncDispose]();
    await fixture?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    operator.resume();
    const made = await fixture.deploy(set);
    expect(made, made.stderr).toMatchObject({ exitCode: 0 });
    if ((await live(claim)) === null) await fixture.cluster.create(claim);
  });

  const live = ({ apiVersion, kind, metadata }: ClusterObject): Promise<ClusterObject | null> => {
    const key: ObjectKey = { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
    return fixture.cluster.get(key);
  };
  const wipe = (...flags: string[]): ReturnType<DeployFixture['gomeet']> =>
    fixture.gomeet(['down', '--wipe', '--yes', ...flags]);
  const [definition, home, program] = widgetOperator as [ClusterObject, ClusterObject, ClusterObject];
  async function left(): Promise<string[]> {
    // Those that came with the set went with it.
    fixture.cluster.forgetTypes();
    return (await fixture.everything()).filter((line) => /gomeet|widget/.test(line));
  }

  test('is shown step by step, and nothing is written', tags, async () => {
    const before = await fixture.everything();
    const shown = await fixture.gomeet(['down', '--wipe', '--plan']);
    expect(shown, shown.stderr).toMatchObject({ exitCode: 0 });
    const { order, kept } = shown.data as unknown as Order;
    const at = (name: string): number => order.findIndex(({ objects }) => objects.includes(name));
    const names = [
      'Deployment gomeet/api',
      'Widget gomeet/database',
      'Deployment widget-system/operator',
      'ConfigMap gomeet/settings',
      'CustomResourceDefinition widgets.example.org',
      'Namespace widget-system',
      'Namespace gomeet',
    ];
    expect(names.map(at)).toEqual(names.map(at).toSorted((a, b) => a - b));
    expect(at('Deployment gomeet/api')).toBe(0);
    expect(new Set(names.map(at)).size).toBe(names.length);
    expect(kept).toEqual([]);
    expect(await fixture.everything()).toEqual(before);
  });

  test('names the rights that are missing, and deletes nothing', tags, async () => {
    const rules = [
      { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['*'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['delete'] },
    ];
    const [roles, name] = ['rbac.authorization.k8s.io', 'half'];
    await fixture.cluster.create({
      ...{ apiVersion: `${roles}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    });
    await fixture.cluster.create({
      ...{ apiVersion: `${roles}/v1`, kind: 'ClusterRoleBinding', metadata: { name } },
      roleRef: { apiGroup: roles, kind: 'ClusterRole', name },
      subjects: [{ apiGroup: roles, kind: 'User', name }],
    });
    const half = fixture.kubeconfigWith(name, ({ users: [user] }) => {
      if (user !== undefined) Object.assign(user.user, { as: name });
    });
    const before = (await fixture.everything()).filter((line) => !line.startsWith('Lease'));
    const refused = await fixture.gomeet(['down', '--wipe', '--yes'], { KUBECONFIG: half });
    expect(refused).toMatchObject({ exitCode: 6, error: { code: 'rights-missing' } });
    expect(refused.error?.message).toContain('delete widgets.example.org in gomeet');
    expect(refused.error?.message).not.toContain('deployments');
    expect((await fixture.everything()).filter((line) => !line.startsWith('Lease'))).toEqual(before);
  });

  test('keeps data and what reads them, waiting for each pod as long as it may take', tags, async () => {
    const late = await fixture.gomeet(['down', '--yes', '--timeout', '2s']);
    expect(late).toMatchObject({ exitCode: 8, error: { code: 'not-gone-in-time' } });
    expect(late.error?.message).toMatch(/PostgreSQL, Redis.*pod gomeet\/redis-.*grace 1800 s/);
    expect(late.error?.hint).toContain('goes on where it stopped');
    for (const object of [claim, program, home, definition]) expect(await live(object)).not.toBeNull();
    expect(await live(deployment('api', 'api', ''))).toBeNull();
  });

  test('with --wipe hurries pods, and lets an operator finish before it takes it away', tags, async () => {
    const wiped = await wipe('--timeout', '60s');
    expect(wiped, wiped.stderr).toMatchObject({ exitCode: 0 });
    expect(operator.finished()).toContainEqual({ widget: 'database', isProgramThere: true });
    expect(await left()).toEqual([]);
  });

  test('stops at what never ends, naming it, and goes on when it is run again', tags, async () => {
    operator.pause();
    const stuck = await wipe('--timeout', '4s');
    expect(stuck).toMatchObject({ exitCode: 8, error: { code: 'not-gone-in-time' } });
    expect(stuck.error?.message).toContain('Widget gomeet/database (waits for example.org/cleanup)');
    for (const object of [claim, program, definition, ...namespaces]) {
      const found = await live(object);
      expect(found?.metadata.name).toBe(object.metadata.name);
      expect(found?.metadata.deletionTimestamp).toBeUndefined();
    }
    operator.resume();
    const again = await wipe('--timeout', '60s');
    expect(again, again.stderr).toMatchObject({ exitCode: 0 });
    expect(await left()).toEqual([]);
    expect(await wipe()).toMatchObject({ exitCode: 0, data: { stopped: [] } });
  });

  test('takes up a removal that was cut off while its namespace went', tags, async () => {
    const stuck = {
      ...configMap('stuck', {}),
      metadata: { name: 'stuck', namespace: 'gomeet', finalizers: ['example.org/never'] },
    };
    await fixture.cluster.create(stuck);
    const late = await wipe('--timeout', '15s');
    expect(late).toMatchObject({ exitCode: 8 });
    expect(late.error?.message).toMatch(/Namespace gomeet .*example\.org\/never/);
    const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'gomeet', name: 'stuck' };
    await fixture.cluster.mergePatch(key, { metadata: { finalizers: null } });
    expect(await wipe('--timeout', '60s')).toMatchObject({ exitCode: 0 });
    expect(await left()).toEqual([]);
  });

  test('leaves an operator whose types others use, and says who', tags, async () => {
    await fixture.cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } });
    await fixture.cluster.create(widget('theirs', 'elsewhere'));
    const wiped = await wipe('--timeout', '60s');
    expect(wiped, wiped.stderr).toMatchObject({ exitCode: 0 });
    const { kept } = wiped.data as unknown as Order;
    expect(kept.map(({ object, reason }) => `${object}: ${reason}`)).toContain(
      'Deployment widget-system/operator: Widget elsewhere/theirs uses it',
    );
    expect(await live(definition)).not.toBeNull();
    expect(await live(program)).not.toBeNull();
    expect(await live(namespaces[0] as ClusterObject)).toBeNull();
  });
});

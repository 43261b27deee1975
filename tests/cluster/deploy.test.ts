/** `deploy --target kubernetes`, `rollback` and `down` against a real control plane; only the kubelet is played. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { type DeployFixture, deployFixture } from './deploy-fixture.ts';
import { configMap, deployment, namespaces } from './overlay-folder.ts';

const tags = { tags: ['cluster'] };
const settings = configMap('settings', { level: 'one' });
const base = [...namespaces, settings, deployment('api', 'api', 'good:1')];

/** In this order: each starts from what the one before it left. */
describe('a deployment to Kubernetes', () => {
  let fixture: DeployFixture;
  beforeAll(async () => {
    fixture = await deployFixture();
  }, 1_200_000);
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const live = (kind: string, name: string): Promise<ClusterObject | null> =>
    fixture.cluster.get({
      apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
      kind,
      namespace: 'gomeet',
      name,
    });
  const level = async (): Promise<unknown> =>
    ((await live('ConfigMap', 'settings'))?.data as { level: string } | undefined)?.level;

  /** As `kubectl edit` does it. */
  async function edit(data: Record<string, string>): Promise<void> {
    const core = fixture.plane.config.makeApiClient(CoreV1Api);
    const request = { name: 'settings', namespace: 'gomeet', body: { data }, fieldManager: 'kubectl-edit' };
    await core.patchNamespacedConfigMap(request, setHeaderOptions('Content-Type', PatchStrategy.MergePatch));
  }

  test('shows what it would do, and does nothing', tags, async () => {
    const before = await fixture.everything();
    const shown = await fixture.deploy(base, '--dry-run', '--exit-code');
    expect(shown, shown.stderr).toMatchObject({ exitCode: 10, data: { applied: false, revision: null } });
    expect(shown.data?.changes).toContainEqual({
      action: 'create',
      kind: 'Deployment',
      namespace: 'gomeet',
      name: 'api',
    });
    expect(await fixture.everything()).toEqual(before);
  });

  test('applies in waves, waits, records; the second run writes nothing', tags, async () => {
    const first = await fixture.deploy(base);
    expect(first, first.stderr).toMatchObject({ exitCode: 0, data: { revision: 1, applied: true } });
    expect(first.stderr).toMatch(/namespaces, types[^✗]*accounts, roles[^✗]*the API and the web app: 1 of 1/);
    const before = await fixture.everything();
    const startedAt = performance.now();
    const second = await fixture.deploy(base);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(second, second.stderr).toMatchObject({ exitCode: 0, data: { revision: 1, applied: false } });
    expect(await fixture.everything()).toEqual(before);
  });

  test('names who set a field that it would set, and takes it over when told to', tags, async () => {
    await edit({ level: 'three' });
    const two = [...namespaces, configMap('settings', { level: 'two' }), deployment('api', 'api', 'good:1')];
    const refused = await fixture.deploy(two);
    expect(refused).toMatchObject({ exitCode: 7, error: { code: 'field-conflict' } });
    expect(refused.error?.message).toContain('data.level is set by kubectl-edit');
    expect(await level()).toBe('three');
    const status = await fixture.gomeet(['status']);
    expect(status.data).toMatchObject({
      drift: [
        { kind: 'ConfigMap', name: 'settings', fields: [{ path: 'data.level', manager: 'kubectl-edit' }] },
      ],
    });
    const forced = await fixture.deploy(two, '--force-conflicts');
    expect(forced, forced.stderr).toMatchObject({ exitCode: 0, data: { revision: 2 } });
    expect(await level()).toBe('two');
  });

  test(
    'carries out a change set that was kept, and refuses it once the cluster has moved',
    tags,
    async () => {
      const three = [
        ...namespaces,
        configMap('settings', { level: 'three' }),
        deployment('api', 'api', 'good:1'),
      ];
      const file = join(fixture.overlay.root, 'change-set.json');
      expect((await fixture.deploy(three, '--out', file)).exitCode).toBe(0);
      const stale = readFileSync(file, 'utf8');
      expect(await level()).toBe('two');
      const applied = await fixture.gomeet(['deploy', '--plan', file, '--yes']);
      expect(applied, applied.stderr).toMatchObject({ exitCode: 0, data: { revision: 3 } });
      expect(await level()).toBe('three');
      const again = await fixture.gomeet(['deploy', '--plan', file, '--yes']);
      expect(again).toMatchObject({ exitCode: 7, error: { code: 'cluster-moved' } });
      writeFileSync(file, stale.replace('gomeet.change-set/v1', 'gomeet.change-set/v2'));
      const other = await fixture.gomeet(['deploy', '--plan', file, '--yes']);
      expect(other).toMatchObject({ exitCode: 2, error: { code: 'invalid-change-set' } });
      expect(other.error?.message).toContain('accepted: gomeet.change-set/v1');
    },
  );

  test('deletes what is no longer wanted, and data only when it is named', tags, async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'gomeet', annotations: { 'gomeet.io/wave': 'rights' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        volumeName: 'volume',
      },
    };
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'volume', annotations: { 'gomeet.io/wave': 'foundations' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path: '/nowhere' },
        claimRef: { namespace: 'gomeet', name: 'data' },
      },
    };
    const extra = configMap('extra', { a: 'b' });
    const made = await fixture.deploy([...base, extra, volume, claim]);
    expect(made, made.stderr).toMatchObject({ exitCode: 0 });
    const refused = await fixture.deploy(base);
    expect(refused).toMatchObject({ exitCode: 2, error: { code: 'guarded-deletion' } });
    expect(refused.error?.message).toContain(
      'PersistentVolumeClaim gomeet/data, with the data on its volume',
    );
    expect(await live('ConfigMap', 'extra')).not.toBeNull();
    const named = '--allow-delete=PersistentVolumeClaim/data,PersistentVolume/volume';
    const pruned = await fixture.deploy(base, named);
    expect(pruned, pruned.stderr).toMatchObject({ exitCode: 0 });
    expect(await live('ConfigMap', 'extra')).toBeNull();
    expect(await live('PersistentVolumeClaim', 'data')).toBeNull();
  });

  test('keeps media servers that are no longer wanted as long as they have pods', tags, async () => {
    const server = deployment('livekit-old', 'media', 'good:1');
    const labels = { 'app.kubernetes.io/component': 'media' };
    const media = { ...server, metadata: { ...server.metadata, labels } };
    expect((await fixture.deploy([...base, media])).exitCode).toBe(0);
    const kept = await fixture.deploy(base);
    expect(kept, kept.stderr).toMatchObject({ exitCode: 0, data: { applied: false } });
    expect(await live('Deployment', 'livekit-old')).not.toBeNull();
    const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'gomeet', name: 'livekit-old' };
    await fixture.cluster.mergePatch(key, { spec: { replicas: 0 } }, 'scale');
    await expect
      .poll(() => fixture.deploy(base), { timeout: 30_000 })
      .toMatchObject({ exitCode: 0, data: { applied: true } });
    expect(await live('Deployment', 'livekit-old')).toBeNull();
  });

  test('goes back to a revision, and says which there are', tags, async () => {
    const back = await fixture.gomeet(['rollback', '2', '--yes']);
    expect(back, back.stderr).toMatchObject({ exitCode: 0, data: { revision: 8, applied: true } });
    expect(await level()).toBe('two');
    const missing = await fixture.gomeet(['rollback', '99', '--yes']);
    expect(missing).toMatchObject({ exitCode: 2, error: { code: 'no-such-revision' } });
    expect(missing.error?.message).toContain('8 (deployed');
  });

  test('goes down and keeps the data, or leaves nothing', tags, async () => {
    const down = await fixture.gomeet(['down', '--yes']);
    expect(down, down.stderr).toMatchObject({ exitCode: 0 });
    expect(await live('Deployment', 'api')).toBeNull();
    expect(await live('Secret', 'gomeet-secrets')).not.toBeNull();
    const up = await fixture.deploy(base);
    expect(up, up.stderr).toMatchObject({ exitCode: 0, data: { revision: 9 } });
    const wiped = await fixture.gomeet(['down', '--wipe', '--yes']);
    expect(wiped, wiped.stderr).toMatchObject({ exitCode: 0 });
    expect((await fixture.everything()).filter((line) => line.includes('gomeet'))).toEqual([]);
  });
});

/** What a deployment does when it is killed, meets another, finds a broken image or a cluster that will not have it. */
import { spawn } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { listRevisions } from '../../src/deployment/kubernetes/record-revision.ts';
import { until } from '../local/local-gomeet.ts';
import { type DeployFixture, deployFixture } from './deploy-fixture.ts';
import { configMap, deployment, namespaces } from './overlay-folder.ts';

const tags = { tags: ['cluster'] };
const base = [...namespaces, configMap('settings', { level: 'one' }), deployment('api', 'api', 'good:1')];

describe('a deployment that goes wrong', () => {
  let fixture: DeployFixture;
  beforeAll(async () => {
    fixture = await deployFixture();
  }, 1_200_000);
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const image = async (name: string): Promise<unknown> => {
    const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'gomeet', name };
    const spec = (await fixture.cluster.get(key))?.spec as ClusterObject['spec'] & { template?: unknown };
    return JSON.stringify(spec?.template ?? null).match(/"image":"([^"]+)"/)?.[1];
  };
  /** States of the records from this revision on. */
  const statesFrom = async (first: number): Promise<unknown[]> =>
    (await listRevisions(fixture.cluster, 'gomeet'))
      .filter(({ number }) => number >= first)
      .sort((a, b) => a.number - b.number)
      .map(({ state }) => state);
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace: 'gomeet',
    name: 'gomeet-deploy',
  };

  test('stops early at a broken image, says why, and goes back', tags, async () => {
    const good = await fixture.deploy(base);
    expect(good, good.stderr).toMatchObject({ exitCode: 0, data: { revision: 1 } });
    const broken = [...base.slice(0, -1), deployment('api', 'api', 'broken:2')];
    const startedAt = performance.now();
    const failed = await fixture.deploy(broken, '--rollback-on-failure', '--timeout', '60s');
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(failed).toMatchObject({ exitCode: 4, error: { code: 'deployment-failed' } });
    expect(failed.error?.message).toContain('image broken:2 is not there');
    expect(failed.error?.message).toContain('rolled back to revision 1');
    expect(await image('api')).toBe('good:1');
    expect(await fixture.deploy(base)).toMatchObject({ exitCode: 0, data: { applied: false, revision: 3 } });
  });

  test('is killed half-way, and the next run goes on from there', tags, async () => {
    const objects = [
      ...base,
      deployment('prometheus', 'monitoring', 'held:1'),
      configMap('more', { a: 'b' }),
    ];
    objects.push(deployment('gateway', 'edge', 'good:1'));
    fixture.overlay.write(objects);
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('deploy-child.ts', import.meta.url)),
        fixture.overlay.root,
        ...['deploy', '--target', 'kubernetes', '--skip-call', '--yes'],
      ],
      { env: { ...process.env, ...fixture.env, GOMEET_KUBERNETES_OVERLAY: 'test' }, stdio: 'ignore' },
    );
    await until('it waits for Prometheus', async () => (await image('prometheus')) === 'held:1');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await image('gateway')).toBeUndefined();
    // What it has not come to is not what others have changed.
    expect(await fixture.gomeet(['status'])).toMatchObject({ exitCode: 4, data: { revision: 4, drift: [] } });
    fixture.node.release();
    // It looks for 30 s whether the one that was killed is alive, then takes its place.
    const resumed = await fixture.deploy(objects);
    expect(resumed, resumed.stderr).toMatchObject({
      exitCode: 0,
      data: { revision: 4, applied: true },
      stderr: expect.stringMatching(
        /revision 4 by ada@.* did not come to its end after .*rights.*: going on with it/,
      ),
    });
    expect(resumed.stderr).toMatch(/ada@.* has the lock of this deployment: looking for 30 s/);
    expect(await image('gateway')).toBe('good:1');
  });

  test('meets another: one of two goes on, the other is told who', tags, async () => {
    fixture.node.hold();
    const first = fixture.deploy(
      [...base, deployment('api', 'api', 'held:2')].filter((_, index) => index !== 3),
    );
    await until('the first has the lock', async () => (await fixture.cluster.get(lease)) !== null);
    const second = await fixture.gomeet(['deploy', '--yes']);
    expect(second).toMatchObject({ exitCode: 7, error: { code: 'deployment-locked' } });
    fixture.node.release();
    expect(await first).toMatchObject({ exitCode: 0 });
  });

  test('is interrupted: what is applied stays, and the next run goes on', tags, async () => {
    fixture.node.hold();
    fixture.overlay.write([...base.slice(0, -1), deployment('api', 'api', 'held:3')]);
    const interrupt = new AbortController();
    const running = fixture.gomeet(['deploy', '--yes'], {}, interrupt.signal);
    await until('it waits for the API', async () => (await image('api')) === 'held:3');
    interrupt.abort();
    const stopped = await running;
    expect(stopped).toMatchObject({ exitCode: 130, error: { code: 'interrupted' } });
    expect(stopped.error?.hint).toContain('goes on where this one stopped');
    expect(await fixture.cluster.get(lease)).toBeNull();
    fixture.node.release();
    const resumed = await fixture.gomeet(['deploy', '--yes']);
    expect(resumed, resumed.stderr).toMatchObject({ exitCode: 0, data: { applied: true } });
    expect(resumed.stderr).toContain('going on with it');
  });

  test(
    'refuses another cluster than the pinned one, a context that is not there, credentials that are refused',
    tags,
    async () => {
      const pinned = await fixture.gomeet(['deploy', '--yes'], { GOMEET_KUBERNETES_CLUSTER_ID: 'another' });
      expect(pinned).toMatchObject({ exitCode: 2, error: { code: 'wrong-cluster' } });
      const context = await fixture.gomeet(['deploy', '--yes', '--context', 'nowhere']);
      expect(context).toMatchObject({ exitCode: 2, error: { code: 'no-such-context' } });
      expect(context.error?.message).toContain('accepted: test');
      const expired = await fixture.gomeet(['deploy', '--yes'], {
        KUBECONFIG: fixture.kubeconfigWith('expired', ({ users: [user] }) => {
          if (user !== undefined) user.user = { token: 'expired' };
        }),
      });
      expect(expired).toMatchObject({ exitCode: 6, error: { code: 'credentials-refused' } });
    },
  );

  test('names both errors when the way back fails too, and leaves no revision unnamed', tags, async () => {
    const worker = (name: string): ClusterObject => {
      const object = deployment('worker', 'api', name);
      return { ...object, spec: { ...(object.spec as object), strategy: { type: 'Recreate' } } };
    };
    fixture.node.release();
    const settled = await fixture.deploy([...base, worker('held:1')]);
    expect(settled, settled.stderr).toMatchObject({ exitCode: 0 });
    const good = settled.data?.revision ?? 0;
    // The old pod has gone when the new one fails, and does not come again.
    fixture.node.hold();
    const failed = await fixture.deploy(
      [...base, worker('broken:2')],
      ...['--rollback-on-failure', '--timeout', '10s'],
    );
    expect(failed).toMatchObject({ exitCode: 4, error: { code: 'way-back-failed' } });
    expect(failed.error?.message).toMatch(/broken:2 is not there/);
    expect(failed.error?.message).toMatch(`the way back to revision ${good} did not come to its end: `);
    expect(failed.error?.hint).toContain(`gomeet rollback ${good}`);
    expect(await statesFrom(good)).toEqual(['deployed', 'failed', 'failed']);
    fixture.node.release();
    const back = await fixture.gomeet(['rollback', String(good), '--yes']);
    expect(back, back.stderr).toMatchObject({ exitCode: 0 });
  });

  test('deletes no data on the way back either, unless it is named', tags, async () => {
    const { data } = await fixture.deploy(base);
    const good = data?.revision ?? 0;
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'precious', namespace: 'gomeet', annotations: { 'gomeet.io/wave': 'rights' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        volumeName: 'precious',
      },
    };
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'precious', annotations: { 'gomeet.io/wave': 'foundations' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path: '/nowhere' },
        claimRef: { namespace: 'gomeet', name: 'precious' },
      },
    };
    const broken = deployment('api', 'api', 'broken:3');
    const objects = [...base.slice(0, -1), volume, claim, broken];
    const failed = await fixture.deploy(objects, '--rollback-on-failure', '--timeout', '60s');
    expect(failed).toMatchObject({ exitCode: 4, error: { code: 'way-back-failed' } });
    expect(failed.error?.message).toContain('image broken:3 is not there');
    expect(failed.error?.message).toContain(
      'PersistentVolumeClaim gomeet/precious, with the data on its volume',
    );
    expect(failed.error?.hint).toContain('--allow-delete PersistentVolumeClaim/precious');
    const { apiVersion, kind } = claim;
    const kept = await fixture.cluster.get({ apiVersion, kind, namespace: 'gomeet', name: 'precious' });
    expect(kept?.metadata.deletionTimestamp).toBeUndefined();
    expect(await statesFrom(good)).toEqual(['deployed', 'failed']);
    const named = '--allow-delete=PersistentVolumeClaim/precious,PersistentVolume/precious';
    const mended = await fixture.deploy(base, named);
    expect(mended, mended.stderr).toMatchObject({ exitCode: 0 });
  });

  test('names the rights that are missing before it begins', tags, async () => {
    const before = await fixture.everything();
    const clerk = fixture.kubeconfigWith('clerk', ({ users: [user] }) => {
      if (user !== undefined) Object.assign(user.user, { as: 'clerk' });
    });
    // May look at everything and change nothing.
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'reader' },
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] }],
    };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'clerk' }],
    };
    for (const object of [role, binding]) await fixture.cluster.create(object);
    const refused = await fixture.gomeet(['deploy', '--yes'], { KUBECONFIG: clerk });
    expect(refused).toMatchObject({ exitCode: 6, error: { code: 'rights-missing' } });
    expect(refused.error?.message).toContain('create deployments.apps in gomeet');
    expect(refused.error?.message).not.toContain('list deployments');
    const after = (await fixture.everything()).filter((line) => !line.includes(' reader '));
    expect(after).toEqual(before);
  });

  test('names the object and the field of a manifest that the server does not accept', tags, async () => {
    const typo = deployment('typo', 'api', 'good:1');
    const invalid = { ...typo, spec: { ...(typo.spec as object), replicsa: 2 } };
    const before = await fixture.everything();
    const refused = await fixture.deploy([...base, invalid]);
    expect(refused).toMatchObject({ exitCode: 2, error: { code: 'invalid-manifest' } });
    expect(refused.error?.message).toMatch(/Deployment typo.*replicsa/);
    expect(await fixture.everything()).toEqual(before);
    const unknown = await fixture.deploy([
      ...base,
      { ...configMap('x', {}), apiVersion: 'nobody.io/v1', kind: 'Nothing' },
    ]);
    expect(unknown).toMatchObject({ exitCode: 2, error: { code: 'unknown-wave' } });
  });

  test('survives an API server that drops connections, and says so when none answers', tags, async () => {
    const port = Number(new URL(fixture.cluster.server).port);
    const sockets = new Set<Socket>();
    let count = 0;
    // Every third connection is cut in the middle of its first request.
    const flaky = createServer((socket) => {
      sockets.add(socket);
      count += 1;
      if (count % 3 === 1) {
        socket.once('data', () => socket.resetAndDestroy());
        return;
      }
      const onward = connect(port, '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      for (const each of [socket, onward]) each.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => flaky.listen(0, '127.0.0.1', resolve));
    const address = flaky.address() as { port: number };
    const through = fixture.kubeconfigWith('flaky', ({ clusters: [cluster] }) => {
      if (cluster !== undefined) cluster.cluster.server = `https://127.0.0.1:${address.port}`;
    });
    const changed = [...base.slice(0, 2), configMap('settings', { level: 'dropped' }), ...base.slice(3)];
    fixture.overlay.write(changed);
    const deployed = await fixture.gomeet(['deploy', '--yes'], { KUBECONFIG: through });
    expect(deployed, deployed.stderr).toMatchObject({ exitCode: 0, data: { applied: true } });
    expect(count).toBeGreaterThan(1);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => flaky.close(resolve));
    const gone = await fixture.gomeet(['deploy', '--yes'], { KUBECONFIG: through });
    expect(gone).toMatchObject({ exitCode: 6, error: { code: 'cluster-unreachable' } });
  });
});

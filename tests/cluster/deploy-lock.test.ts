/** The lock of a deployment on a real API server; the clocks of those who want it are the test's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, connectCluster } from '../../src/adapters/cluster.ts';
import { silentProgress } from '../../src/adapters/terminal.ts';
import { takeDeployLock, underDeployLock } from '../../src/deployment/kubernetes/deploy-lock.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';

const cluster = { tags: ['cluster'] };
const namespace = 'gomeet';
const lease = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace,
  name: 'gomeet-deploy',
};

let folder: string;
let plane: ControlPlane;
let api: Cluster;

beforeAll(async () => {
  buildControlPlane();
  folder = mkdtempSync(join(tmpdir(), 'gomeet-lock-'));
  plane = await startControlPlane(folder);
  api = connectCluster({ env: { KUBECONFIG: plane.kubeconfig } }, undefined);
  await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}, 1_200_000);

afterAll(async () => {
  await plane?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine whose clocks go `speed` times as fast, and may be set. */
function machine(speed = 1) {
  let aheadMs = 0;
  const monotonic = (): number => performance.now() * speed + aheadMs;
  return {
    // Whose clock is wrong by a day holds and finds the lock as others do.
    now: () => Date.now() - 86_400_000 + aheadMs,
    monotonic,
    progress: silentProgress,
    signal: new AbortController().signal,
    pass: (ms: number) => {
      aheadMs += ms;
    },
  };
}

const take = (world: ReturnType<typeof machine>, identity: string) =>
  takeDeployLock(world, api, namespace, identity);
const holder = async (): Promise<unknown> =>
  ((await api.get(lease))?.spec as { holderIdentity?: string } | undefined)?.holderIdentity;

test('who holds it and renews it is named, and it is free when they have ended', cluster, async () => {
  await using ada = await take(machine(), 'ada');
  await ada.confirm();
  await expect(take(machine(), 'bob')).rejects.toMatchObject({
    exitCode: 7,
    code: 'deployment-locked',
    message: expect.stringContaining('ada'),
  });
  await ada[Symbol.asyncDispose]();
  await using bob = await take(machine(), 'bob');
  await bob.confirm();
  expect(await holder()).toBe('bob');
});

test('who slept is told, and leaves the lock of whoever took it over alone', cluster, async () => {
  const laptop = machine();
  await using ada = await take(laptop, 'ada');
  // It sleeps: nothing renews, and everybody else’s time goes on.
  const asleep = await api.get(lease);
  await using bob = await take(machine(60), 'bob');
  expect(asleep?.spec).toMatchObject({ holderIdentity: 'ada' });
  expect(await holder()).toBe('bob');
  await expect(ada.confirm()).rejects.toMatchObject({
    exitCode: 7,
    code: 'lock-lost',
    message: expect.stringContaining('bob has taken it over'),
  });
  await ada[Symbol.asyncDispose]();
  expect(await holder()).toBe('bob');
  await bob.confirm();
});

test('who slept until the other had ended is told too', cluster, async () => {
  await using ada = await take(machine(), 'ada');
  await (await take(machine(60), 'bob'))[Symbol.asyncDispose]();
  expect(await api.get(lease)).toBeNull();
  await expect(ada.confirm()).rejects.toMatchObject({
    code: 'lock-lost',
    message: expect.stringContaining('its lease was deleted'),
  });
  expect(ada.lost.aborted).toBe(true);
});

test('who could not renew for 20 s stops before anybody has taken it', cluster, async () => {
  const laptop = machine();
  await using ada = await take(laptop, 'ada');
  laptop.pass(21_000);
  await expect(ada.confirm()).rejects.toMatchObject({
    code: 'lock-lost',
    message: expect.stringContaining('could not be renewed'),
  });
  // A lease that nobody renews is waited for; as this one was not given back.
  await api.delete(lease);
});

test('what is short is done under it; without a platform there is none', cluster, async () => {
  const request = { namespace, identity: 'ada' };
  expect(await underDeployLock(machine(), api, request, holder)).toBe('ada');
  expect(await api.get(lease)).toBeNull();
  await expect(
    underDeployLock(machine(), api, { namespace: 'nowhere', identity: 'ada' }, holder),
  ).rejects.toMatchObject({ exitCode: 4, code: 'not-deployed' });
});

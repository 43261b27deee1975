/**
 * What DigitalOcean may answer instead: each class of error, answers that are late or lost, things that are half made. Prism holds the
 * errors to the official description as well; without ../shared the double is asked directly.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyCloud } from '../../src/deployment/digitalocean/apply-cloud.ts';
import { destroyCloud } from '../../src/deployment/digitalocean/destroy-cloud.ts';
import { findCloud, prepareCloud } from '../../src/deployment/digitalocean/prepare-cloud.ts';
import { type CloudWorld, request, SOON, startCloudWorld } from './cloud-world.ts';
import type { Fault } from './digitalocean-double.ts';
import { hasDescription, skipNote } from './prism.ts';

let world: CloudWorld;
beforeAll(async () => {
  world = await startCloudWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

const POST_CLUSTER = { method: 'POST', path: /\/v2\/kubernetes\/clusters$/ };
const LIST_VPCS = { method: 'GET', path: /\/v2\/vpcs\?/ };
const fail = (fault: Partial<Fault> & Pick<Fault, 'method' | 'path'>): void => {
  world.double.faults.push({ times: 1, ...fault });
};

async function apply(settings: { timeoutMs?: number; signal?: AbortSignal } = {}, options = SOON) {
  const context = world.context(settings);
  const { cloud, resources } = await prepareCloud(context, request());
  return applyCloud(context, cloud, resources, options);
}
const networks = async (settings = {}) =>
  (await world.context(settings).digitalOcean()).cloud.networks.vpcs();
const asked = (call: string): number => world.double.calls.filter((made) => made === call).length;

describe('an answer that is an error', { tags: ['slow'] }, () => {
  test.each([
    [401, 'digitalocean-token-refused', 6, 'refuses the token (HTTP 401): Unable to'],
    [403, 'digitalocean-token-refused', 6, 'refuses the token (HTTP 403): Unable to'],
    [404, 'digitalocean-not-found', 6, 'has no such thing (HTTP 404): Unable to'],
    [409, 'digitalocean-conflict', 7, 'is busy with it (HTTP 409): Unable to'],
    [422, 'digitalocean-refused', 2, 'does not accept this (HTTP 422): Unable to'],
  ])('%i is not asked again, and says what the API says', async (status, code, exitCode, words) => {
    fail({ ...LIST_VPCS, status, body: { id: 'some_error', message: 'Unable to do so.' } });
    await expect(networks()).rejects.toMatchObject({
      code,
      exitCode,
      message: expect.stringContaining(words),
    });
    expect(asked('GET /v2/vpcs')).toBe(1);
  });

  test.each([500, 502, 503])('%i is asked again until it passes', async (status) => {
    fail({ ...LIST_VPCS, status, times: 2 });
    expect(await networks()).toEqual([]);
    expect(asked('GET /v2/vpcs')).toBe(3);
  });

  test('429 waits as long as Retry-After says, and is asked again even where something is made', async () => {
    fail({ ...LIST_VPCS, status: 429, headers: { 'retry-after': '0' } });
    fail({ ...POST_CLUSTER, status: 429, headers: { 'retry-after': '0' } });
    await apply();
    expect(asked('POST /v2/kubernetes/clusters')).toBe(2);
    expect(world.double.state.clusters).toHaveLength(1);
  });

  test('429 with a wait that is too long is told at once', async () => {
    fail({ ...LIST_VPCS, status: 429, headers: { 'retry-after': '3600' } });
    await expect(networks()).rejects.toMatchObject({ code: 'digitalocean-rate-limit', exitCode: 8 });
    expect(asked('GET /v2/vpcs')).toBe(1);
  });

  test('an answer that never comes is given up', async () => {
    fail({ ...LIST_VPCS, times: 9 });
    await expect(networks({ timeoutMs: 150 })).rejects.toMatchObject({
      code: 'digitalocean-unreachable',
      exitCode: 8,
    });
  });

  test('both routes keep the token and the passwords to themselves', async () => {
    fail({ ...LIST_VPCS, status: 401 });
    fail({ method: 'GET', path: /\/v2\/account$/, status: 401 });
    const { cloud } = await world.context().digitalOcean();
    for (const call of [cloud.networks.vpcs(), cloud.account.get()]) {
      const error: unknown = await call.catch((cause: unknown) => cause);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('dop_v1');
    }
  });
});

describe('what is half made', { tags: ['slow'] }, () => {
  test('a cluster whose answer was lost is found, and not made twice', async () => {
    fail({ ...POST_CLUSTER, status: 500, isDone: true });
    await apply();
    expect(world.double.state.clusters).toHaveLength(1);
    expect(asked('POST /v2/kubernetes/clusters')).toBe(1);
  });

  test('a cluster that is made and not listed yet is waited for', async () => {
    const { cloud, resources } = await prepareCloud(world.context(), request());
    fail({ ...POST_CLUSTER, status: 502, isDone: true });
    const empty = { kubernetes_clusters: [], links: {}, meta: { total: 0 } };
    // The first look, before it is made, finds nothing anyhow; so does the next, after it was.
    fail({ method: 'GET', path: /\/clusters\?/, status: 200, body: empty, times: 2 });
    await applyCloud(world.context(), cloud, resources, SOON);
    expect(asked('POST /v2/kubernetes/clusters')).toBe(1);
  });

  test('a cluster that was not made is asked for again, after it was looked for', async () => {
    fail({ ...POST_CLUSTER, status: 500 });
    await apply();
    expect(world.double.state.clusters).toHaveLength(1);
    expect(asked('POST /v2/kubernetes/clusters')).toBe(2);
  });

  test('a run that broke off goes on where it stopped', async () => {
    fail({ method: 'POST', path: /\/v2\/databases$/, status: 422 });
    await expect(apply()).rejects.toMatchObject({ code: 'digitalocean-refused' });
    const [{ id: cluster } = { id: '' }] = world.double.state.clusters;
    await apply();
    expect(world.double.state.clusters).toMatchObject([{ id: cluster }]);
    expect(world.double.state.databases).toHaveLength(2);
  });

  test('an interrupted run says so, and the next one goes on', async () => {
    const interrupt = new AbortController();
    world.double.state.looksUntilReady = 1_000_000;
    const run = apply({ signal: interrupt.signal }, { pollMs: 60_000, timeoutMs: 60_000 });
    const broken = expect(run).rejects.toMatchObject({ exitCode: 130 });
    await expect.poll(() => world.double.state.databases.length, { timeout: 60_000 }).toBe(2);
    interrupt.abort();
    await broken;
    for (const thing of [...world.double.state.clusters, ...world.double.state.databases])
      thing.looksLeft = 1;
    for (const { nodes } of world.double.state.clusters[0]?.pools ?? [])
      for (const node of nodes) node.looksLeft = 1;
    world.double.state.looksUntilReady = 1;
    await apply();
    expect(asked('POST /v2/kubernetes/clusters')).toBe(1);
  });

  test('a key whose secret was lost is made anew', async () => {
    fail({ method: 'POST', path: /\/v2\/spaces\/keys$/, status: 500, isDone: true });
    await apply();
    expect(world.double.state.keys).toHaveLength(1);
    expect(asked('POST /v2/spaces/keys')).toBe(2);
    expect(world.double.calls.some((call) => call.startsWith('DELETE /v2/spaces/keys/'))).toBe(true);
  });

  test('what does not become ready ends in time, with its state', async () => {
    world.double.state.looksUntilReady = 1_000_000;
    await expect(apply({}, { pollMs: 1, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'cloud-timeout',
      exitCode: 8,
      message: expect.stringContaining('is not ready in time: '),
    });
  });

  test('a cluster that DigitalOcean could not make is told with its words, and can be destroyed', async () => {
    world.double.state.looksUntilReady = 0;
    await apply();
    Object.assign(world.double.state.clusters[0] ?? {}, { aim: 'error' });
    await expect(apply()).rejects.toMatchObject({
      exitCode: 7,
      message: expect.stringContaining('the control plane could not be made'),
    });
    const { cloud, resources } = await findCloud(world.context(), request());
    await destroyCloud(world.context(), cloud, resources, SOON);
    expect(world.double.state.clusters).toEqual([]);
  });
});

describe('before anything is made', { tags: ['slow'] }, () => {
  test('everything that stands in the way is told at once', async () => {
    world.double.state.dropletLimit = 9;
    world.double.state.status = 'locked';
    const refused = prepareCloud(world.context(), request({ region: 'ams3' }));
    const words = await refused.catch((error: Error) => error.message);
    expect(words).toContain('the account is locked');
    expect(words).toContain('region ams3: no Kubernetes there; accepted: sgp1, fra1, nyc3');
    expect(words).toContain('pg: not in ams3');
    // 11 machines, a limit of 9 of which 3 are taken: 11 − 6 = 5 too few.
    expect(words).toContain(
      '11 machines are to be made, and the account may hold 9, of which 3 exist: have the limit raised by 5',
    );
    await expect(refused).rejects.toMatchObject({ exitCode: 6, code: 'not-offered' });
  });

  test('a limit that is met only by the API is told in its words', async () => {
    const { cloud, resources } = await prepareCloud(world.context(), request());
    world.double.state.dropletLimit = 9;
    await expect(applyCloud(world.context(), cloud, resources, SOON)).rejects.toMatchObject({
      code: 'digitalocean-refused',
      message: expect.stringContaining('creating this would exceed your droplet limit'),
    });
  });
});

describe('destroy', { tags: ['slow'] }, () => {
  test('waits for what is still in the network, and names it when time is up', async () => {
    await apply();
    const vpc = world.double.state.vpcs[0]?.id ?? '';
    const { cloud, resources } = await findCloud(world.context(), request());
    const [postgres] = world.double.state.databases;
    if (postgres)
      world.double.state.databases.push({
        ...postgres,
        id: 'ba49449a-7435-11ea-b89e-0a58ac14480f',
        name: 'shop',
        private_network_uuid: vpc,
      });
    await expect(
      destroyCloud(world.context(), cloud, resources, { pollMs: 1, timeoutMs: 500 }),
    ).rejects.toMatchObject({
      exitCode: 8,
      message: expect.stringContaining('the network still holds something: shop'),
    });
    world.double.state.databases = [];
    await destroyCloud(world.context(), cloud, resources, SOON);
    expect(world.double.state.vpcs).toEqual([]);
  });

  test('goes on after a deletion that was carried out and not answered', async () => {
    await apply();
    fail({ method: 'DELETE', path: /selective$/, status: 500, isDone: true });
    const { cloud, resources } = await findCloud(world.context(), request());
    await destroyCloud(world.context(), cloud, resources, SOON).catch(() => undefined);
    await destroyCloud(world.context(), cloud, resources, SOON);
    expect(world.double.state).toMatchObject({ clusters: [], databases: [], vpcs: [] });
  });
});

test.skipIf(!hasDescription)(
  `the official description was kept by every request and every answer above${skipNote}`,
  { tags: ['slow'] },
  () => {
    expect(world.prism?.violations).toEqual([]);
  },
);

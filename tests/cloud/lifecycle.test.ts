/**
 * From an empty account to a platform and back, against a double of DigitalOcean that remembers. Prism stands between and holds every
 * request and every answer to the official description; without ../shared the double is asked directly.
 */
import { readFile, rm, stat } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyCloud } from '../../src/deployment/digitalocean/apply-cloud.ts';
import { newMonthlyCost } from '../../src/deployment/digitalocean/cloud-change.ts';
import { destroyCloud } from '../../src/deployment/digitalocean/destroy-cloud.ts';
import {
  type CloudRequest,
  findCloud,
  prepareCloud,
} from '../../src/deployment/digitalocean/prepare-cloud.ts';
import { removeNode } from '../../src/deployment/digitalocean/remove-node.ts';
import { runCli } from '../support/run-cli.ts';
import { dropletsOf } from './account-state.ts';
import { type CloudWorld, request, SOON, startCloudWorld, TOKEN } from './cloud-world.ts';
import { hasDescription, skipNote } from './prism.ts';

let world: CloudWorld;
beforeAll(async () => {
  world = await startCloudWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

const prepare = (differing: Partial<CloudRequest> = {}) => prepareCloud(world.context(), request(differing));
async function apply(differing: Partial<CloudRequest> = {}) {
  const { cloud, resources, files, wanted } = await prepare(differing);
  await files.write(cloud, wanted, await applyCloud(world.context(), cloud, resources, SOON));
}
const actionsOf = (changes: readonly { action: string; kind: string }[]): Record<string, string[]> => {
  const kinds: Record<string, string[]> = {};
  for (const { action, kind } of changes) kinds[action] = [...(kinds[action] ?? []), kind];
  return kinds;
};
const writes = (): string[] => world.double.calls.filter((call) => !/^(GET|HEAD) /.test(call));

describe('an empty account', { tags: ['slow'] }, () => {
  test('is planned with its cost, and nothing is made', async () => {
    const { changes, bill } = await prepare();
    expect(actionsOf(changes)).toEqual({
      create: [
        ...['tags', 'network', 'registry', 'cluster', 'database', 'database'],
        ...['node-pool', 'node-pool', 'node-pool', 'database-access', 'database-access'],
        ...['registry-access', 'firewall', 'firewall', 'object-storage-key', 'bucket'],
      ],
      later: ['load-balancer'],
    });
    const nodes = bill.lines.find(({ id }) => id === 'media-nodes');
    const pool = changes.find(({ name }) => name === 'gomeet-media');
    expect(pool?.monthlyCost?.toFixed(2)).toBe(nodes?.amount?.toFixed(2));
    expect(writes()).toEqual([]);
  });

  test('becomes a platform, as the plan says, and a second run writes nothing', async () => {
    await rm(`${world.cwd}/gomeet.yaml`); // without it, the reference event: 85 machines
    await apply();
    const { clusters, databases, firewalls, registry, tags, keys, buckets } = world.double.state;
    expect(clusters).toMatchObject([
      { name: 'gomeet', region: 'sgp1', ha: true, registry_enabled: true, tags: ['gomeet'] },
    ]);
    const taint = (value: string) => [{ key: 'gomeet.io/pool', value, effect: 'NoSchedule' }];
    expect(clusters[0]?.pools).toMatchObject([
      { name: 'gomeet-media', size: 'c-48-intel', count: 55, auto_scale: false, taints: taint('media') },
      {
        name: 'gomeet-turn',
        size: 'c-4',
        count: 22,
        auto_scale: false,
        labels: { 'gomeet.io/pool': 'turn' },
      },
      { name: 'gomeet-worker', size: 'c-16', auto_scale: true, min_nodes: 8, max_nodes: 16, taints: [] },
    ]);
    expect(databases).toMatchObject([
      { name: 'gomeet-postgres', engine: 'pg', version: '17', num_nodes: 2, names: ['defaultdb', 'gomeet'] },
      { name: 'gomeet-valkey', engine: 'valkey', version: '8', evictionPolicy: 'noeviction' },
    ]);
    const cluster = clusters[0]?.id;
    expect(databases.map(({ rules }) => rules)).toMatchObject([
      [{ type: 'k8s', value: cluster }],
      [{ type: 'k8s', value: cluster }],
    ]);
    expect(firewalls.map(({ name, tags: on }) => [name, on])).toEqual([
      ['gomeet-media', ['gomeet-media']],
      ['gomeet-turn', ['gomeet-turn']],
    ]);
    expect(registry).toEqual({ name: 'gomeet', region: 'sgp1' });
    expect([...tags]).toEqual(['gomeet', 'gomeet-media', 'gomeet-turn', 'gomeet-worker']);
    expect(keys).toHaveLength(1);
    expect([...buckets]).toEqual(['gomeet-recordings']);
    world.double.calls.length = 0;
    await apply();
    expect(writes()).toEqual([]);
  });

  test('leaves files that only their owner may read', async () => {
    await apply();
    const folder = `${world.cwd}/.gomeet/cloud/gomeet`;
    for (const file of ['kubeconfig', 'credentials.json'])
      expect((await stat(`${folder}/${file}`)).mode & 0o777, file).toBe(0o600);
    expect(await readFile(`${folder}/kubeconfig`, 'utf8')).toContain('current-context: do-');
    expect(JSON.parse(await readFile(`${folder}/credentials.json`, 'utf8'))).toMatchObject({
      postgres: {
        host: 'private-gomeet-postgres.b.db.ondigitalocean.com',
        user: 'doadmin',
        authority: 'authority of gomeet-postgres',
      },
      valkey: { password: 'password of gomeet-valkey' },
      spaces: { bucket: 'gomeet-recordings', endpoint: 'https://sgp1.digitaloceanspaces.com' },
    });
  });
});

describe('what changed', { tags: ['slow'] }, () => {
  test('a pool that is too small grows, and one that is too large is left to gomeet scale', async () => {
    await apply();
    const [media, turn] = world.double.state.clusters[0]?.pools ?? [];
    Object.assign(media ?? {}, { count: 3, nodes: media?.nodes.slice(0, 3) });
    Object.assign(turn ?? {}, {
      count: 3,
      nodes: [...(turn?.nodes ?? []), { ...turn?.nodes[0], id: '478247f8-b1bb-4f7a-8db9-2a5f8d4b8f8f' }],
    });
    const { changes, bill } = await prepare();
    const found = (name: string) =>
      changes.find((change) => change.kind === 'node-pool' && change.name === name);
    expect(found('gomeet-media')).toMatchObject({ action: 'update', reason: 'nodes 3 → 5' });
    // 2 of 5 machines are missing: two fifths of the line are new on the bill, and nothing else is.
    const line = bill.lines
      .find(({ id }) => id === 'media-nodes')
      ?.amount?.times(2)
      .div(5)
      .toFixed(2);
    expect(found('gomeet-media')?.addedMonthlyCost?.toFixed(2)).toBe(line);
    expect(newMonthlyCost(changes).toFixed(2)).toBe(line);
    expect(found('gomeet-turn')).toMatchObject({
      action: 'unchanged',
      notes: ['3 nodes, planned are 2: gomeet scale empties nodes before it takes them away'],
    });
    await apply();
    expect(media?.nodes).toHaveLength(5);
    expect(turn?.count).toBe(3);
  });

  test('a pool that grows needs as much room in the account as it grows by', async () => {
    await apply();
    const [media] = world.double.state.clusters[0]?.pools ?? [];
    Object.assign(media ?? {}, { count: 3, nodes: media?.nodes.slice(0, 3) });
    const exist = dropletsOf(world.double.state);
    world.double.state.dropletLimit = exist + 1;
    await expect(prepare()).rejects.toMatchObject({
      code: 'not-offered',
      exitCode: 6,
      message: expect.stringContaining(`2 machines are to be made, and the account may hold ${exist + 1}`),
    });
    world.double.state.dropletLimit = exist + 2;
    expect((await prepare()).changes.map(({ action }) => action)).toContain('update');
  });

  test('a larger database is counted whole, and that is said', async () => {
    await apply();
    const [database] = world.double.state.databases;
    Object.assign(database ?? {}, { size: 'db-s-1vcpu-1gb' });
    const change = (await prepare()).changes.find(({ kind }) => kind === 'database');
    expect(change?.addedMonthlyCost?.toFixed(2)).toBe(change?.monthlyCost?.toFixed(2));
    expect(change?.notes.join()).toContain('db-s-1vcpu-1gb');
  });

  test('a firewall that somebody edited is put back', async () => {
    await apply();
    const [firewall] = world.double.state.firewalls;
    Object.assign(firewall ?? {}, { inbound_rules: firewall?.inbound_rules.slice(1) });
    const { changes } = await prepare();
    expect(changes.find(({ kind }) => kind === 'firewall')).toMatchObject({
      action: 'update',
      reason: 'open in udp 10000-20000',
    });
    await apply();
    expect(firewall?.inbound_rules).toHaveLength(2);
  });

  test('names follow the load balancer that the cluster made', async () => {
    await apply({ domain: 'meet.example.com' });
    expect(world.double.state.domains.get('meet.example.com')).toEqual([]);
    world.double.state.clusters[0]?.loadBalancers.push({
      id: '4de7ac8b-495b-4884-9a69-1050c6793cd6',
      name: 'a1b2',
      ip: '203.0.113.7',
    });
    await apply({ domain: 'meet.example.com' });
    const records = world.double.state.domains.get('meet.example.com') ?? [];
    expect(records.map(({ name, data }) => [name, data])).toEqual(
      ['@', 'api', 'livekit', 'grafana', 'prometheus', 'alertmanager', 'traefik'].map((name) => [
        name,
        '203.0.113.7',
      ]),
    );
    Object.assign(records[1] ?? {}, { data: '203.0.113.9' });
    const { changes } = await prepare({ domain: 'meet.example.com' });
    expect(changes.filter(({ action }) => action === 'update')).toMatchObject([
      { name: 'api.meet.example.com', reason: '203.0.113.9 → 203.0.113.7' },
    ]);
  });

  test('exactly the named machine goes, and none comes for it', async () => {
    await apply();
    const [media] = world.double.state.clusters[0]?.pools ?? [];
    const node = media?.nodes[2]?.name ?? '';
    const { cloud } = await world.context().digitalOcean();
    const staying = [media?.nodes[0]?.name ?? ''];
    const request = { cluster: 'gomeet', pool: 'media', node };
    await removeNode(cloud, { ...request, staying });
    expect(media?.count).toBe(4);
    expect(media?.nodes.map(({ name }) => name)).not.toContain(node);
    // A run that was cut off after it asks again for what is gone; in a pool of other nodes it would be a mistake.
    await removeNode(cloud, { ...request, staying });
    expect(media?.count).toBe(4);
    await expect(removeNode(cloud, { ...request, staying: ['elsewhere-1'] })).rejects.toThrow(
      `no node ${node}`,
    );
    await expect(removeNode(cloud, { ...request, cluster: 'gomet', staying })).rejects.toThrow(
      'no cluster named gomet',
    );
  });
});

describe('what is there already', { tags: ['slow'] }, () => {
  test('is adopted when it bears the name and the tag', async () => {
    await apply();
    const id = world.double.state.clusters[0]?.id;
    await apply();
    expect(world.double.state.clusters).toMatchObject([{ id }]);
  });

  test('is left alone when it bears the name without the tag', async () => {
    await apply();
    Object.assign(world.double.state.databases[0] ?? {}, { tags: ['shop'] });
    const { changes } = await prepare();
    expect(changes.filter(({ action }) => action === 'conflict')).toMatchObject([
      { kind: 'database', name: 'gomeet-postgres', reason: expect.stringContaining('the tag gomeet') },
    ]);
    await expect(apply()).rejects.toMatchObject({ code: 'cloud-conflict', exitCode: 7 });
  });

  test('two of one name are refused, with both ids', async () => {
    await apply();
    const [cluster] = world.double.state.clusters;
    if (cluster) world.double.state.clusters.push({ ...cluster, id: 'bd5f5959-5e1e-4205-a714-a914373942af' });
    await expect(prepare()).rejects.toMatchObject({
      code: 'ambiguous-name',
      message: expect.stringContaining('bd5f5959-5e1e-4205-a714-a914373942af'),
    });
  });

  test('a bucket of somebody else is not taken for ours', async () => {
    world.double.state.bucketsOfOthers.add('gomeet-recordings');
    await expect(apply()).rejects.toMatchObject({ code: 'bucket-taken', exitCode: 7 });
  });

  test('an account’s own registry is used, and never removed', async () => {
    world.double.state.registry = { name: 'company', region: 'fra1' };
    await apply();
    expect(world.double.state.registry).toEqual({ name: 'company', region: 'fra1' });
    const { cloud, resources } = await findCloud(world.context(), request());
    await destroyCloud(world.context(), cloud, resources, SOON);
    expect(world.double.state.registry).toEqual({ name: 'company', region: 'fra1' });
  });
});

describe('destroy', { tags: ['slow'] }, () => {
  test('leaves nothing that gomeet made, and everything that it did not', async () => {
    world.double.state.vpcs.push({
      id: '5a4981aa-9653-4bd1-bef5-d6bff52042e4',
      name: 'shop',
      region: 'sgp1',
      description: '',
    });
    await apply();
    world.double.state.clusters[0]?.volumes.push({ id: 'ba49449a-7435-11ea-b89e-0a58ac14480f', name: 'pvc' });
    const { cloud, resources } = await findCloud(world.context(), request());
    await destroyCloud(world.context(), cloud, resources, SOON);
    expect(world.double.state).toMatchObject({
      clusters: [],
      databases: [],
      firewalls: [],
      keys: [],
      registry: null,
      vpcs: [{ name: 'shop' }],
    });
    expect([...world.double.state.tags]).toEqual(['gomeet']);
  });

  test('keeps databases, images and their network with --keep-data', async () => {
    await apply();
    const kept = request({ keepsData: true });
    const { cloud, resources } = await findCloud(world.context(), kept);
    await destroyCloud(world.context(), cloud, resources, SOON);
    expect(world.double.state).toMatchObject({
      clusters: [],
      databases: [{ name: 'gomeet-postgres' }, { name: 'gomeet-valkey' }],
      registry: { name: 'gomeet' },
      vpcs: [{ name: 'gomeet' }],
    });
  });
});

describe('the command', { tags: ['slow'] }, () => {
  const run = (line: string) =>
    runCli(line, {
      cwd: world.cwd,
      env: {
        DIGITALOCEAN_TOKEN: TOKEN,
        DIGITALOCEAN_API_URL: world.url,
        DIGITALOCEAN_SPACES_URL: world.double.url,
      },
    });
  beforeEach(() => {
    world.double.state.looksUntilReady = 0;
  });

  test('shows the cost first, makes nothing without a yes, and never tells the token', async () => {
    const planned = await run('cloud plan --exit-code');
    expect(planned.exitCode).toBe(10);
    expect(planned.stdout).toMatch(/What is made or grows costs \$[\d,]+\.\d\d more a month/);
    const asked = await run('cloud apply');
    expect(asked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
    expect(writes()).toEqual([]);
    const applied = await run('cloud apply --yes --json');
    expect(JSON.parse(applied.stdout)).toMatchObject({
      schema: 'gomeet.cloud-apply/v1',
      ok: true,
      data: { applied: true, region: 'sgp1', kubeconfig: `${world.cwd}/.gomeet/cloud/gomeet/kubeconfig` },
    });
    const status = await run('cloud status');
    expect(status.stdout).toContain('5 of 5 nodes run');
    for (const { stdout, stderr } of [planned, asked, applied, status])
      expect(stdout + stderr).not.toMatch(/dop_v1|secret of|password of/);
  });

  test('removes only after the name was typed, whatever --yes says', async () => {
    await run('cloud apply --yes');
    expect(await run('cloud destroy --yes')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--confirm'),
    });
    expect(await run('cloud destroy --confirm gomet')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"gomet" is not "gomeet": nothing was removed'),
    });
    expect(world.double.state.clusters).toHaveLength(1);
    expect(await run('cloud status --region mars')).toMatchObject({ exitCode: 2 });
  });
});

describe.skipIf(!hasDescription)(`the official description${skipNote}`, { tags: ['slow'] }, () => {
  test('was kept by every request and every answer above', () => {
    expect(world.prism?.violations).toEqual([]);
  });

  test('is really looked at: a request that breaks it does not reach the double', async () => {
    const answer = await fetch(`${world.url}/v2/vpcs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'not a name', region: 7 }),
    });
    expect(answer.status).toBe(422);
    expect(world.double.calls).toEqual([]);
  });
});

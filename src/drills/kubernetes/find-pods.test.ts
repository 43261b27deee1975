import { expect, test } from 'vitest';
import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { findPods, saysMaster } from './find-pods.ts';

const page = (role: string): string =>
  [
    '# TYPE redis_instance_info gauge',
    `redis_instance_info{maxmemory_policy="noeviction",os="Linux",redis_mode="standalone",role="${role}"} 1`,
    'redis_up 1',
  ].join('\n');

test('a server’s own word is on its exporter’s page', () => {
  expect(saysMaster(page('master'))).toBe(true);
  expect(saysMaster(page('slave'))).toBe(false);
  expect(saysMaster('redis_up 0')).toBe(false);
});

const pod = (name: string): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'gomeet', uid: `uid of ${name}` },
  spec: { nodeName: 'node-1', containers: [{ ports: [{ name: 'metrics', containerPort: 9121 }] }] },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});
const namespaces = { platform: 'gomeet', media: 'gomeet-media' };

/** Redis servers by name, each with what it says of itself; Prometheus answers with what it was told of masters, or not at all. */
function serversOf(roles: Readonly<Record<string, string>>, mastersTold?: readonly string[]): Cluster {
  const played: Pick<Cluster, 'list' | 'proxy'> = {
    list: async () => Object.keys(roles).map(pod),
    async proxy({ kind, name, port }) {
      if (kind === 'pods') return { status: 200, body: port === 9121 ? page(roles[name] ?? '') : '' };
      if (mastersTold === undefined) return { status: 503, body: 'nobody is here' };
      const result = mastersTold.map((pod) => ({ metric: { pod }, value: [0, '1'] }));
      return { status: 200, body: { data: { result } } };
    },
  };
  return played as Cluster;
}

test('the Redis master is the one that says so', async () => {
  const cluster = serversOf({ 'redis-0': 'slave', 'redis-1': 'master', 'redis-2': 'slave' });
  expect(await findPods(cluster, namespaces, 'redis-master')).toEqual([
    { namespace: 'gomeet', name: 'redis-1', uid: 'uid of redis-1', node: 'node-1' },
  ]);
});

test('where Prometheus watches Redis its word is enough', async () => {
  const cluster = serversOf({ 'redis-0': '', 'redis-1': '' }, ['redis-1']);
  expect(await findPods(cluster, namespaces, 'redis-master')).toMatchObject([{ name: 'redis-1' }]);
  const unseen = serversOf({ 'redis-0': 'master', 'redis-1': 'slave' }, []);
  expect(await findPods(unseen, namespaces, 'redis-master')).toMatchObject([{ name: 'redis-0' }]);
});

test.each([
  ['two say that they are master', { 'redis-0': 'master', 'redis-1': 'master' }],
  ['none does', { 'redis-0': 'slave' }],
])('while %s nobody is met', async (_what, roles) => {
  await expect(findPods(serversOf(roles), namespaces, 'redis-master')).rejects.toThrow(
    'nobody plays the part of redis-master: a provider keeps Redis, or not exactly one',
  );
});

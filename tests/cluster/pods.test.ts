/** Pods that truly run: what the other tests of a cluster stand on. */
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newFolder, processesOf, until } from '../local/local-gomeet.ts';
import { buildCluster, type Cluster, startCluster } from './cluster.ts';
import { debianLayers } from './debian-layers.ts';

const cluster = { tags: ['cluster'] };
const debian = 'docker.io/library/debian:bookworm-slim';

describe('a cluster of two nodes', () => {
  let folder: string;
  let running: Cluster;

  beforeAll(async () => {
    buildCluster();
    const images = [
      { name: debian, layers: await debianLayers([]), config: { command: ['sleep', 'infinity'] } },
    ];
    folder = newFolder();
    const nodes = [{ name: 'node-1' }, { name: 'node-2', taints: ['gomeet.io/pool=media:NoSchedule'] }];
    running = await startCluster(folder, { nodes, images });
  }, 2_700_000);

  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    expect(processesOf(folder)).toEqual([]);
    expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(folder);
    rmSync(folder, { recursive: true });
  }, 300_000);

  const pod = (name: string, command: readonly string[], spec: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image: debian, command }],
      ...spec,
    },
  });
  const onNode2 = {
    nodeSelector: { 'kubernetes.io/hostname': 'node-2' },
    tolerations: [{ operator: 'Exists' }],
  };
  const ready = (name: string): Promise<string> =>
    running.kubectl(['wait', '--for=condition=Ready', `pod/${name}`, '--timeout=60s']);

  test('a pod is a process of this machine, with a log and a shell', cluster, async () => {
    await running.apply([pod('lone', ['sh', '-c', 'echo started; exec sleep 86417'])]);
    await ready('lone');
    const found = processesOf('86417');
    expect(found).toHaveLength(1);
    expect(readFileSync(`/proc/${found[0]?.split(' ')[0]}/cgroup`, 'utf8')).toMatch(/node-1\/kubepods/);
    expect(await running.kubectl(['logs', 'lone'])).toBe('started\n');
    expect(await running.kubectl(['exec', 'lone', '--', 'cat', '/etc/hostname'])).toBe('lone\n');
  });

  test('a pod that ends badly is started again, and its end is told', cluster, async () => {
    await running.apply([pod('failing', ['sh', '-c', 'echo broken >&2; exit 3'])]);
    const state = (path: string): Promise<string> =>
      running.kubectl(['get', 'pod', 'failing', '-o', `jsonpath={.status.containerStatuses[0]${path}}`]);
    await until('it has been started again', async () => Number(await state('.restartCount')) > 0);
    await until('its end is told', async () => (await state('.lastState.terminated.exitCode')) === '3');
    expect(await running.kubectl(['logs', 'failing', '--previous'])).toBe('broken\n');
  });

  test('a Service is found by name and leads to a pod on the other node', cluster, async () => {
    const serve = `while :; do echo served | perl -MIO::Socket -e '
      $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1); print {$s->accept} <STDIN>'; done`;
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    };
    await running.apply([
      pod('web', ['sh', '-c', serve], onNode2),
      service,
      pod('caller', ['sleep', 'infinity']),
    ]);
    await ready('web');
    await ready('caller');
    await running.kubectl([
      'wait',
      '--namespace=kube-system',
      '--for=condition=Available',
      'deployment/coredns',
      '--timeout=60s',
    ]);
    const read = 'cat < /dev/tcp/web.default.svc.cluster.local/80';
    const call = (): Promise<string> =>
      running.kubectl(['exec', 'caller', '--', 'bash', '-c', read]).catch(() => '');
    await until('the Service answers', async () => (await call()) === 'served\n');
  });

  test('a pod on the network of its node has the address of the node', cluster, async () => {
    const spec = { ...onNode2, hostNetwork: true };
    await running.apply([pod('host', ['sleep', 'infinity'], spec)]);
    await ready('host');
    const addresses = 'jsonpath={.status.podIP} {.status.hostIP}';
    const [podAddress, nodeAddress] = (await running.kubectl(['get', 'pod', 'host', '-o', addresses])).split(
      ' ',
    );
    expect(podAddress).toBe(nodeAddress);
  });

  test('a claim gets a volume that outlives its pod', cluster, async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'kept', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const holder = (name: string) =>
      pod(name, ['sleep', 'infinity'], {
        securityContext: { runAsUser: 1000, fsGroup: 1000 },
        volumes: [{ name: 'kept', persistentVolumeClaim: { claimName: 'kept' } }],
        containers: [
          {
            name: 'main',
            image: debian,
            command: ['sleep', 'infinity'],
            volumeMounts: [{ name: 'kept', mountPath: '/kept' }],
          },
        ],
      });
    await running.apply([claim, holder('first')]);
    await ready('first');
    await running.kubectl(['exec', 'first', '--', 'sh', '-c', 'echo written > /kept/file']);
    await running.kubectl(['delete', 'pod', 'first']);
    await running.apply([holder('second')]);
    await ready('second');
    expect(await running.kubectl(['exec', 'second', '--', 'cat', '/kept/file'])).toBe('written\n');
  });
});

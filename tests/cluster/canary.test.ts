/**
 * `deploy --canary` from the command line: a real control plane keeps the weights, a real Prometheus counts, reached through
 * the API server. Played are the pods, and the gateway that follows the weights.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { traefikNames } from '../../src/deployment/kubernetes/canary-queries.ts';
import { type RunningPrometheus, startPrometheus } from '../support/start-prometheus.ts';
import { type Gateway, startGateway, versions } from '../support/weighted-gateway.ts';
import { type DeployFixture, deployFixture } from './deploy-fixture.ts';
import { eventually } from './eventually.ts';
import { deployment, namespaces } from './overlay-folder.ts';

const cluster = { tags: ['cluster'] };
/** The API server asks nothing on loopback: an address of the range for benchmarks (RFC 2544) on `lo`. */
const ADDRESS = '198.18.74.1';
const service = 'api-meeting';
const flags = ['--canary', '25,100', '--canary-hold', '10s'];

let fixture: DeployFixture;
let gateway: Gateway;
let prometheus: RunningPrometheus;
let crowd: AsyncDisposable;
const stop = new AbortController();
let following: Promise<void>;

beforeAll(async () => {
  fixture = await deployFixture();
  execFileSync('ip', ['address', 'replace', `${ADDRESS}/32`, 'dev', 'lo']);
  gateway = await startGateway(traefikNames('gomeet', [service], 8080));
  prometheus = await startPrometheus(`127.0.0.1:${gateway.port}`, ADDRESS);
  await fixture.cluster.create(traefikServices);
  await eventually('TraefikServices are known', 30, async () => {
    fixture.cluster.forgetTypes();
    return (await fixture.cluster.types()).some(({ kind }) => kind === 'TraefikService');
  });
  const first = await fixture.deploy(platform('good:1'));
  expect(first, first.stderr).toMatchObject({ exitCode: 0 });
  await announcePrometheus();
  crowd = gateway.startCrowd(300);
  following = followWeights();
}, 1_200_000);

afterAll(async () => {
  stop.abort();
  await following;
  await crowd?.[Symbol.asyncDispose]();
  await prometheus?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
  execFileSync('ip', ['address', 'delete', `${ADDRESS}/32`, 'dev', 'lo']);
});

/** Enough of Traefik's own definition for its weights. */
const traefikServices: ClusterObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'traefikservices.traefik.io' },
  spec: {
    group: 'traefik.io',
    scope: 'Namespaced',
    names: { kind: 'TraefikService', plural: 'traefikservices', singular: 'traefikservice' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  },
};

const platform = (image: string): ClusterObject[] => [
  ...namespaces,
  deployment(service, 'api', image),
  {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'TraefikService',
    metadata: { name: service, namespace: 'gomeet', annotations: { 'gomeet.io/wave': 'edge' } },
    spec: { weighted: { services: [{ name: service, port: 8080, weight: 100 }] } },
  },
];

/** The Service `prometheus`, whose one pod has the address of the real one: the API server asks nothing that is no pod's. */
async function announcePrometheus(): Promise<void> {
  const { cluster: api } = fixture;
  const [namespace, name] = ['gomeet', 'prometheus'];
  const metadata = { name, namespace };
  const { address: ip, port } = prometheus;
  const spec = { nodeName: 'played', containers: [{ name, image: 'good:1' }] };
  await api.create({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace, name };
  await api.mergePatch(pod, { status: { podIP: ip, podIPs: [{ ip }] } }, 'status');
  await api.create({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 9090 }] } });
  const addresses = [{ ip, targetRef: { kind: 'Pod', name, namespace } }];
  await api.create({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata,
    subsets: [{ addresses, ports: [{ port }] }],
  });
}

interface Weights {
  readonly weighted: { readonly services: readonly { name: string; weight: number }[] };
}

const weights = async (): Promise<Weights['weighted']['services']> => {
  const key = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'TraefikService',
    namespace: 'gomeet',
    name: service,
  };
  const live = await fixture.cluster.get(key);
  return (live?.spec as Weights | undefined)?.weighted.services ?? [];
};

/** What Traefik does: it gives the requests out as the weights say. */
async function followWeights(): Promise<void> {
  while (!stop.signal.aborted) {
    const services = await weights();
    gateway.setShare(services.find(({ name }) => name === `${service}-canary`)?.weight ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function imageOf(name: string): Promise<string | undefined> {
  const found = await fixture.cluster.get({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'gomeet',
    name,
  });
  const { template } = (found?.spec ?? {}) as {
    template?: { spec: { containers: readonly { image: string }[] } };
  };
  return template?.spec.containers[0]?.image;
}

/** Nothing of the test is left, and the stable version has all requests. */
async function expectSettled(image: string): Promise<void> {
  expect(await imageOf(service)).toBe(image);
  expect(await imageOf(`${service}-canary`)).toBeUndefined();
  expect(await weights()).toEqual([{ name: service, port: 8080, weight: 100 }]);
}

test('a good version takes the old one’s place', cluster, async () => {
  gateway.setCanary(versions.good);
  const deployed = await fixture.deploy(platform('good:2'), ...flags);
  expect(deployed, deployed.stderr).toMatchObject({ exitCode: 0, data: { applied: true } });
  expect(deployed.stderr).toMatch(/25 % of the requests.*100 % of the requests/s);
  await expectSettled('good:2');
});

test.each([
  ['slow', versions.slow, /p95 \d+ ms, stable \d+ ms/],
  ['erring', versions.erring, /\d+ errors in \d+ requests, stable 0 in \d+/],
] as const)(
  'a version that is %s is stopped and taken back, and says why',
  cluster,
  async (name, version, why) => {
    gateway.setCanary(version);
    const deployed = await fixture.deploy(platform(`good:${name}`), ...flags);
    expect(deployed, deployed.stderr).toMatchObject({ exitCode: 3, error: { code: 'canary-failed' } });
    expect(deployed.error?.message).toMatch(why);
    await expectSettled('good:2');
  },
);

test('whose share cannot be taken back keeps its pods, and the rollback ends it', cluster, async () => {
  gateway.setCanary(versions.good);
  const weighing = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'TraefikService',
    namespace: 'gomeet',
    name: service,
  };
  const running = fixture.deploy(platform('good:3'), ...flags);
  await eventually('the new version has its share', 60, async () =>
    (await weights()).some(({ name }) => name === `${service}-canary`),
  );
  await fixture.cluster.delete(weighing);
  const deployed = await running;
  expect(deployed, deployed.stderr).toMatchObject({ exitCode: 4, error: { code: 'canary-left' } });
  expect(deployed.error?.message).toMatch(/^at 25 %: .*\n.*could not be taken back: .*no TraefikService/s);
  expect(await imageOf(`${service}-canary`)).toBe('good:3');
  const back = await fixture.gomeet(['rollback', '--yes']);
  expect(back, back.stderr).toMatchObject({ exitCode: 0 });
  await expectSettled('good:2');
});

/** An API server that is played: objects in memory, and no controller but the test's. It speaks HTTP to whoever has its kubeconfig. */
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';

export interface PlayedApiServer extends AsyncDisposable {
  readonly kubeconfig: string;
  /** Objects by their address, as the server keeps them now. */
  readonly objects: Map<string, ClusterObject>;
  /** `DELETE /api/v1/namespaces/gomeet/pods/redis-0`, one for each request that changes something. */
  readonly changes: readonly string[];
  put(object: ClusterObject): void;
}

interface Play {
  /** Rights that the account lacks, such as `delete pods`. */
  readonly refused?: readonly string[];
  /** What a program answers that is reached through the API server, by the rest of its address; 503 where it is not here. */
  proxied?(path: string): unknown;
  /** After a pod was deleted: what its controller does. */
  onDeleted?(pod: ClusterObject): void;
}

const resources = {
  Namespace: ['v1', 'namespaces', false],
  Pod: ['v1', 'pods', true],
  ConfigMap: ['v1', 'configmaps', true],
  Secret: ['v1', 'secrets', true],
  Node: ['v1', 'nodes', false],
  Deployment: ['apps/v1', 'deployments', true],
  StatefulSet: ['apps/v1', 'statefulsets', true],
  Lease: ['coordination.k8s.io/v1', 'leases', true],
  SelfSubjectAccessReview: ['authorization.k8s.io/v1', 'selfsubjectaccessreviews', false],
} as const;

const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete'];
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** @param folder where its kubeconfig is put */
export async function playApiServer(folder: string, play: Play = {}): Promise<PlayedApiServer> {
  const objects = new Map<string, ClusterObject>();
  const changes: string[] = [];
  let version = 1;
  const put = (object: ClusterObject): void => {
    const { metadata } = object;
    const kept = { uid: `uid-${version}`, ...metadata, resourceVersion: String(version++) };
    objects.set(pathOf(object), { ...object, metadata: kept });
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://played');
    const { method = 'GET' } = request;
    const tell = (status: number, body: unknown): void => {
      const isText = typeof body === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
      response.end(isText ? body : JSON.stringify(body));
    };
    const proxy = /\/proxy(\/.*)$/.exec(request.url ?? '');
    if (pathname === '/version') return tell(200, { gitVersion: 'v1.36.0' });
    if (pathname === '/api' || pathname === '/apis') return tell(200, discovery(pathname === '/api'));
    if (proxy !== null) {
      const said = play.proxied?.(`${pathname.slice(0, pathname.indexOf('/proxy'))}${proxy[1]}`);
      return tell(said === undefined ? 503 : 200, said ?? 'nobody is here');
    }
    if (pathname === REVIEWS) {
      const review = (await json(request)) as ClusterObject;
      return tell(201, { ...review, status: { allowed: !lacks(review, play.refused ?? []) } });
    }
    if (method === 'GET' && objects.has(pathname)) return tell(200, objects.get(pathname));
    if (method === 'GET' && !isCollection(pathname)) return tell(404, notFound(pathname));
    if (method === 'GET') {
      const wanted = searchParams.get('labelSelector') ?? '';
      const items = [...objects].filter(([path, object]) => isWithin(path, pathname) && fits(object, wanted));
      return tell(200, { items: items.map(([, object]) => object), metadata: {} });
    }
    changes.push(`${method} ${pathname}`);
    if (method === 'DELETE') {
      const found = objects.get(pathname);
      objects.delete(pathname);
      if (found?.kind === 'Pod') play.onDeleted?.(found);
      return found === undefined ? tell(404, notFound(pathname)) : tell(200, found);
    }
    const object = (await json(request)) as ClusterObject;
    put(method === 'PATCH' ? { ...objects.get(pathname), ...object } : object);
    return tell(method === 'POST' ? 201 : 200, objects.get(pathOf(object)));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(folder, 'kubeconfig.json');
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf(port)), { mode: 0o600 });
  put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'the-cluster' } });
  return {
    ...{ kubeconfig, objects, changes, put },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const kubeconfigOf = (port: number): object => ({
  clusters: [
    { name: 'played', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
  ],
  users: [{ name: 'ada', user: {} }],
  contexts: [{ name: 'played', context: { cluster: 'played', user: 'ada' } }],
  'current-context': 'played',
});

function pathOf({ kind, metadata: { namespace, name } }: ClusterObject): string {
  const [apiVersion, resource] = resources[kind as keyof typeof resources];
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return `${root}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${resource}/${name}`;
}

const isCollection = (path: string): boolean =>
  Object.values(resources).some(([, resource]) => path.endsWith(`/${resource}`));
const isWithin = (path: string, collection: string): boolean =>
  path.startsWith(`${collection}/`) && !path.slice(collection.length + 1).includes('/');

/** `a=b,c`: a label of that value, a label of any. */
function fits({ metadata }: ClusterObject, selector: string): boolean {
  return selector
    .split(',')
    .filter((term) => term !== '')
    .every((term) => {
      const [label = '', value] = term.split('=');
      const found = metadata.labels?.[label];
      return value === undefined ? found !== undefined : found === value;
    });
}

function lacks(review: ClusterObject, refused: readonly string[]): boolean {
  const { resourceAttributes } = review.spec as {
    resourceAttributes: { verb: string; resource: string; subresource?: string };
  };
  const { verb, resource, subresource } = resourceAttributes;
  const asked = `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
  return verb === '*' || refused.includes(asked);
}

function discovery(isCore: boolean): object {
  const groups = Map.groupBy(Object.entries(resources), ([, [apiVersion]]) => apiVersion);
  return {
    items: [...groups]
      .filter(([apiVersion]) => (apiVersion === 'v1') === isCore)
      .map(([apiVersion, members]) => ({
        metadata: { name: isCore ? '' : apiVersion.split('/')[0] },
        versions: [
          {
            version: apiVersion.split('/').at(-1),
            resources: members.map(([kind, [, resource, namespaced]]) => ({
              ...{ resource, responseKind: { kind }, verbs },
              scope: namespaced ? 'Namespaced' : 'Cluster',
            })),
          },
        ],
      })),
  };
}

const notFound = (path: string): object => ({
  kind: 'Status',
  code: 404,
  message: 'not found',
  details: { name: path.split('/').at(-1) },
});

import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ExitCode, GomeetError } from '../errors.ts';
import { discover } from './cluster-discovery.ts';
import type { ClusterObject, ObjectKey, ResourceType } from './cluster-object.ts';
import { type ProxyAnswer, type ProxyTarget, proxied } from './cluster-proxy.ts';
import { type ClusterAnswer, ClusterConnection, type ClusterRequest } from './cluster-request.ts';
import { loadKubeConfig } from './kube-config.ts';
import { explainKubernetesError } from './kubernetes-error.ts';

/** Server-side apply owns the fields that it sets under this name; conflicts with others are found by it. */
export const FIELD_MANAGER = 'gomeet';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: ClusterObject;
}

interface ApplyOptions {
  /** Asks what would come out, and changes nothing. */
  readonly dryRun: boolean;
  /** Takes over fields that others own, where that was decided. */
  readonly force: boolean;
}

interface DeleteOptions {
  /** Only this very object: not one of the same name that somebody made since. */
  readonly uid?: string;
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  /** Time that a pod gets to end by itself; its own where absent. What is being deleted already can only get less. */
  readonly gracePeriodSeconds?: number;
}

/** A whole cluster in the words of its own API. Each call throws a GomeetError that says what was tried and what is missing. */
export interface Cluster {
  readonly context: string;
  readonly server: string;
  version(): Promise<string>;
  /** The uid of the namespace kube-system: the same for as long as the cluster lives, whatever contexts are called. */
  id(): Promise<string>;
  /** Every type the server knows; read once, and anew after `forgetTypes`. */
  types(): Promise<readonly ResourceType[]>;
  forgetTypes(): void;
  get(key: ObjectKey): Promise<ClusterObject | null>;
  list(
    type: ResourceType,
    options: { namespace: string | null; labelSelector?: string },
  ): Promise<ClusterObject[]>;
  apply(object: ClusterObject, options: ApplyOptions): Promise<ClusterObject>;
  create(object: ClusterObject): Promise<ClusterObject>;
  /** Replaces the object at the resourceVersion that it carries, or throws a conflict. */
  replace(object: ClusterObject): Promise<ClusterObject>;
  mergePatch(key: ObjectKey, patch: object, subresource?: string): Promise<ClusterObject>;
  /** @returns false when it was gone already */
  delete(key: ObjectKey, options?: DeleteOptions): Promise<boolean>;
  /** Changes after a resourceVersion, until the signal aborts; ends when the server ends the watch. */
  watch(
    type: ResourceType,
    from: { namespace: string | null; resourceVersion: string },
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent>;
  /** What a program in the cluster answers over HTTP, asked through the API server: no route into the cluster is needed. */
  proxy(target: ProxyTarget, path: string): Promise<ProxyAnswer>;
}

interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @param context undefined is the kubeconfig's current one */
export function connectCluster(world: World, context: string | undefined): Cluster {
  const config = loadKubeConfig(world.env.KUBECONFIG, context);
  const server = config.getCurrentCluster()?.server ?? '';
  const connection = new ClusterConnection(config, server);
  let types: Promise<readonly ResourceType[]> | undefined;

  const ask = (what: string, namespace: string | null, request: ClusterRequest): Promise<ClusterAnswer> =>
    answered(connection, request, { what, namespace: namespace ?? 'the cluster', server });

  const typeOf = async ({
    apiVersion,
    kind,
  }: {
    apiVersion: string;
    kind: string;
  }): Promise<ResourceType> => {
    types ??= discover(connection).catch((error: unknown) => {
      types = undefined;
      throw explainKubernetesError(error, { what: 'read its types', namespace: 'the cluster', server });
    });
    const found = (await types).find((type) => type.apiVersion === apiVersion && type.kind === kind);
    if (found !== undefined) return found;
    throw new GomeetError(`the cluster knows no ${apiVersion} ${kind}`, {
      exitCode: ExitCode.prerequisite,
      code: 'unknown-type',
      hint: `kubectl api-resources | grep ${kind}   (an operator or its CustomResourceDefinitions may be missing)`,
    });
  };
  const pathOf = async (key: ObjectKey, subresource = ''): Promise<string> =>
    `${collectionPath(await typeOf(key), key.namespace)}/${encodeURIComponent(key.name)}${subresource === '' ? '' : `/${subresource}`}`;

  const self: Cluster = {
    context: config.currentContext,
    server,
    async version() {
      const { body } = await ask('read the version', null, { method: 'GET', path: '/version' });
      return (body as { gitVersion: string }).gitVersion;
    },
    async id() {
      const namespace = await self.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        namespace: null,
        name: 'kube-system',
      });
      return namespace?.metadata.uid ?? '';
    },
    async types() {
      await typeOf({ apiVersion: 'v1', kind: 'Namespace' });
      return (await types) ?? [];
    },
    forgetTypes() {
      types = undefined;
    },
    async get(key) {
      const path = await pathOf(key);
      const answer = await ask(`read ${key.kind} ${key.name}`, key.namespace, { method: 'GET', path });
      return answer.status === 404 ? null : (answer.body as ClusterObject);
    },
    async list(type, { namespace, labelSelector }) {
      const items: ClusterObject[] = [];
      let next = '';
      do {
        const query = new URLSearchParams({
          limit: '500',
          ...(labelSelector === undefined ? {} : { labelSelector }),
          ...(next === '' ? {} : { continue: next }),
        });
        const path = `${collectionPath(type, namespace)}?${query}`;
        const { body } = await ask(`list ${type.resource}`, namespace, { method: 'GET', path });
        const page = body as { items: ClusterObject[]; metadata: { continue?: string } };
        // Items of a list do not repeat what the list is of.
        items.push(...page.items.map((item) => ({ ...item, apiVersion: type.apiVersion, kind: type.kind })));
        next = page.metadata.continue ?? '';
      } while (next !== '');
      return items;
    },
    async apply(object, { dryRun, force }) {
      const query = new URLSearchParams({
        fieldManager: FIELD_MANAGER,
        fieldValidation: 'Strict',
        force: String(force),
      });
      if (dryRun) query.set('dryRun', 'All');
      const key = keyOf(object);
      const request: ClusterRequest = {
        method: 'PATCH',
        path: `${await pathOf(key)}?${query}`,
        body: object,
        contentType: 'application/apply-patch+yaml',
      };
      return (await ask(`apply ${key.kind} ${key.name}`, key.namespace, request)).body as ClusterObject;
    },
    async create(object) {
      const key = keyOf(object);
      const path = `${collectionPath(await typeOf(key), key.namespace)}?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`;
      const request: ClusterRequest = { method: 'POST', path, body: object };
      return (await ask(`create ${key.kind} ${key.name}`, key.namespace, request)).body as ClusterObject;
    },
    async replace(object) {
      const key = keyOf(object);
      const path = `${await pathOf(key)}?fieldManager=${FIELD_MANAGER}`;
      const request: ClusterRequest = { method: 'PUT', path, body: object };
      return (await ask(`replace ${key.kind} ${key.name}`, key.namespace, request)).body as ClusterObject;
    },
    async mergePatch(key, patch, subresource = '') {
      const request: ClusterRequest = {
        method: 'PATCH',
        path: `${await pathOf(key, subresource)}?fieldManager=${FIELD_MANAGER}`,
        body: patch,
        contentType: 'application/merge-patch+json',
      };
      return (await ask(`change ${key.kind} ${key.name}`, key.namespace, request)).body as ClusterObject;
    },
    async delete(key, { uid, propagation = 'Background', gracePeriodSeconds } = {}) {
      const body = {
        propagationPolicy: propagation,
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
        ...(uid === undefined ? {} : { preconditions: { uid } }),
      };
      const request: ClusterRequest = { method: 'DELETE', path: await pathOf(key), body };
      return (await ask(`delete ${key.kind} ${key.name}`, key.namespace, request)).status !== 404;
    },
    async *watch(type, { namespace, resourceVersion }, signal) {
      const query = new URLSearchParams({
        watch: '1',
        resourceVersion,
        allowWatchBookmarks: 'true',
        timeoutSeconds: '300',
      });
      const path = `${collectionPath(type, namespace)}?${query}`;
      // The server sends a bookmark about once a minute, so three of silence mean that it is gone.
      const response = await connection.open({ method: 'GET', path, signal }, 180_000);
      if (response.statusCode !== 200) {
        response.resume();
        throw explainKubernetesError(
          { code: response.statusCode },
          { what: `watch ${type.resource}`, namespace: namespace ?? 'the cluster', server },
        );
      }
      for await (const line of createInterface({ input: response })) {
        const event = JSON.parse(line) as WatchEvent | { type: 'ERROR' };
        // "Too old": whoever watches lists anew.
        if (event.type === 'ERROR') return;
        yield event;
      }
    },
    proxy: (target, path) => proxied(connection, server, target, path),
  };
  return self;
}

const keyOf = ({ apiVersion, kind, metadata }: ClusterObject): ObjectKey => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? null,
  name: metadata.name,
});

function collectionPath(
  { apiVersion, resource, namespaced }: ResourceType,
  namespace: string | null,
): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const within = namespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${within}/${resource}`;
}

interface Attempt {
  readonly what: string;
  readonly namespace: string;
  readonly server: string;
}

/** How often a request is sent before the server is taken for gone, and the pause before the second time. */
const ATTEMPTS = 4;
const PAUSE_MS = 250;

/** An answer, after a server that was busy or dropped the connection was asked again; 404 on a single object is an answer too. */
async function answered(
  connection: ClusterConnection,
  request: ClusterRequest,
  attempt: Attempt,
): Promise<ClusterAnswer> {
  for (let turn = 1; ; turn += 1) {
    const answer = await connection.send(request).catch((error: unknown) => error as Error);
    const isLast = turn === ATTEMPTS || request.signal?.aborted === true;
    if (answer instanceof Error) {
      // A POST that was cut off may have been carried out: asking again could make two.
      if (isLast || request.method === 'POST') throw explainKubernetesError(answer, attempt);
    } else {
      const { status, body } = answer;
      if (status < 300) return answer;
      if (status === 404 && (request.method === 'GET' || request.method === 'DELETE') && isOfObject(body))
        return answer;
      if (status === 401) connection.forgetCredentials();
      const isPassing = status === 429 || status >= 500 || (status === 401 && turn === 1);
      if (!isPassing || isLast) throw explainKubernetesError({ code: status, body }, attempt);
    }
    const asked = answer instanceof Error ? undefined : Number(answer.headers['retry-after']);
    await delay(asked && asked <= 30 ? asked * 1000 : PAUSE_MS * 2 ** turn);
  }
}

/** Whether a 404 says that the object is missing, and not its type or its namespace. */
const isOfObject = (body: unknown): boolean =>
  (body as { details?: { name?: string } } | undefined)?.details?.name !== undefined;

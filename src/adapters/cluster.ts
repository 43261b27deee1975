import type { ClusterObject, ObjectKey, ResourceType } from './cluster-object.ts';
import { clusterPaths } from './cluster-paths.ts';
import { type ProxyAnswer, type ProxyTarget, proxied } from './cluster-proxy.ts';
import { readCluster } from './cluster-read.ts';
import { ClusterConnection } from './cluster-request.ts';
import { writeCluster } from './cluster-write.ts';
import { loadKubeConfig } from './kube-config.ts';

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
  /** Only as it was read: not after anybody has changed it since. */
  readonly resourceVersion?: string;
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
  const paths = clusterPaths(connection, server);
  const reading = readCluster(paths);
  return {
    context: config.currentContext,
    server,
    types: paths.types,
    forgetTypes: paths.forgetTypes,
    ...reading,
    ...writeCluster(paths),
    proxy: (target, path) => proxied(connection, server, target, path),
    async id() {
      const key = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: 'kube-system' };
      return (await reading.get(key))?.metadata.uid ?? '';
    },
  };
}

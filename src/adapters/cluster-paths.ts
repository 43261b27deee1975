import { ExitCode, GomeetError } from '../errors.ts';
import { answered } from './cluster-answer.ts';
import { discover } from './cluster-discovery.ts';
import type { ObjectKey, ResourceType } from './cluster-object.ts';
import type { ClusterAnswer, ClusterConnection, ClusterRequest } from './cluster-request.ts';

/** One API server: its types, the addresses of its objects, and requests with their errors in words. */
export interface ClusterPaths {
  readonly server: string;
  readonly connection: ClusterConnection;
  ask(what: string, namespace: string | null, request: ClusterRequest): Promise<ClusterAnswer>;
  types(): Promise<readonly ResourceType[]>;
  forgetTypes(): void;
  /** Address of one object, or of a part of it such as `status`. */
  pathOf(key: ObjectKey, subresource?: string): Promise<string>;
  /** Address of all objects of the key's type in its namespace. */
  collectionOf(key: ObjectKey): Promise<string>;
}

export function clusterPaths(connection: ClusterConnection, server: string): ClusterPaths {
  let known: Promise<readonly ResourceType[]> | undefined;
  let readAtMs = 0;
  const ask: ClusterPaths['ask'] = (what, namespace, request) =>
    answered(connection, request, { what, namespace: namespace ?? 'the cluster', server });
  const types = (): Promise<readonly ResourceType[]> => {
    if (known !== undefined) return known;
    readAtMs = performance.now();
    known = discover((request) => ask('read its types', null, request)).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const collectionOf = async ({ apiVersion, kind, namespace }: ObjectKey): Promise<string> => {
    const isIt = (type: ResourceType): boolean => type.apiVersion === apiVersion && type.kind === kind;
    let found = (await types()).find(isIt);
    // A CustomResourceDefinition is established some seconds before the list of types has what it defines.
    if (found === undefined && performance.now() - readAtMs > 1000) {
      known = undefined;
      found = (await types()).find(isIt);
    }
    if (found === undefined) throw unknownType(apiVersion, kind);
    return collectionPath(found, namespace);
  };
  return {
    server,
    connection,
    ask,
    types,
    forgetTypes() {
      known = undefined;
    },
    collectionOf,
    async pathOf(key, subresource = '') {
      const part = subresource === '' ? '' : `/${subresource}`;
      return `${await collectionOf(key)}/${encodeURIComponent(key.name)}${part}`;
    },
  };
}

export function collectionPath(
  { apiVersion, resource, namespaced }: ResourceType,
  namespace: string | null,
): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const within = namespaced && namespace !== null ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${within}/${resource}`;
}

const unknownType = (apiVersion: string, kind: string): GomeetError =>
  new GomeetError(`the cluster knows no ${apiVersion} ${kind}`, {
    exitCode: ExitCode.prerequisite,
    code: 'unknown-type',
    hint: `kubectl api-resources | grep ${kind}   (an operator or its CustomResourceDefinitions may be missing)`,
  });

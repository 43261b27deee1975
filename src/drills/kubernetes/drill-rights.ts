import type { ResourceType } from '../../adapters/cluster-object.ts';
import type { Right } from '../../deployment/kubernetes/deploy-rights.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import type { ClusterDrill } from './cluster-form.ts';
import { rolesOf } from './cluster-form.ts';

/**
 * What drills take: to see the platform and hear its programs, as the health check after each of them does as well; to break what they
 * break; and for the accounts of their guests the password in a Secret, which the first health check has made there.
 *
 * @param types that the cluster knows
 */
export function drillRights(
  drills: readonly ClusterDrill[],
  namespaces: Namespaces,
  types: readonly ResourceType[],
): Right[] {
  const { platform, media } = namespaces;
  const right = (verb: string, group: string, resource: string, namespace: string | null): Right => ({
    ...{ verb, group, resource, namespace },
    name: null,
  });
  const roles = drills.flatMap(rolesOf);
  const isMedia = (role: (typeof roles)[number]): boolean =>
    role === 'media-node' || role === 'every-turn-pod';
  const postgres = types.find(
    ({ apiVersion, kind }) => apiVersion.startsWith('postgresql.cnpg.io/') && kind === 'Cluster',
  );
  return [
    right('list', '', 'nodes', null),
    ...[platform, media].flatMap((namespace) => [
      right('list', '', 'pods', namespace),
      right('get', '', 'pods', namespace),
      right('get', '', 'pods/proxy', namespace),
      right('list', 'apps', 'deployments', namespace),
      right('list', 'apps', 'statefulsets', namespace),
      right('list', 'apps', 'daemonsets', namespace),
      right('list', '', 'persistentvolumeclaims', namespace),
      ...(postgres === undefined ? [] : [right('list', 'postgresql.cnpg.io', postgres.resource, namespace)]),
    ]),
    right('get', '', 'services/proxy', platform),
    right('list', '', 'configmaps', platform),
    ...['get', 'list', 'create'].map((verb) => right(verb, '', 'secrets', platform)),
    ...['get', 'create', 'update', 'delete'].map((verb) =>
      right(verb, 'coordination.k8s.io', 'leases', platform),
    ),
    ...(roles.some((role) => !isMedia(role)) ? [right('delete', '', 'pods', platform)] : []),
    ...(roles.some(isMedia) ? [right('delete', '', 'pods', media)] : []),
    ...(drills.some(({ kubernetes }) => kubernetes.steps.some(({ act }) => act === 'restart-api'))
      ? ['get', 'patch'].map((verb) => right(verb, 'apps', 'deployments', platform))
      : []),
  ];
}

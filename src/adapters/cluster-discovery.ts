import type { ResourceType } from './cluster-object.ts';
import type { ClusterAnswer, ClusterRequest } from './cluster-request.ts';

interface Discovered {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind: string };
        readonly scope: 'Namespaced' | 'Cluster';
        readonly verbs: readonly string[];
      }[];
    }[];
  }[];
}

/** Aggregated discovery: every type in two requests, where the older way takes one for each of some thirty groups. */
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Every type that the server knows, CustomResourceDefinitions included; subresources left out. */
export async function discover(
  ask: (request: ClusterRequest) => Promise<ClusterAnswer>,
): Promise<readonly ResourceType[]> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => ask({ method: 'GET', path, accept: AGGREGATED })),
  );
  return answers.flatMap(({ body }) =>
    (body as Discovered).items.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources = [] }) =>
        resources.map(({ resource, responseKind, scope, verbs }) => ({
          apiVersion: metadata?.name ? `${metadata.name}/${version}` : version,
          kind: responseKind?.kind ?? '',
          resource,
          namespaced: scope === 'Namespaced',
          verbs,
        })),
      ),
    ),
  );
}

import type { Cluster } from '../../adapters/cluster.ts';
import type { ResourceType } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { concurrently } from './concurrently.ts';
import { type Right, shownRight } from './deploy-rights.ts';

const EVERYTHING: Right = { verb: '*', group: '*', resource: '*', namespace: null, name: null };

/**
 * Asks the API server whether the account may do all of this, before it begins: half a deployment, or half a removal, helps
 * nobody.
 *
 * @param rightsAmong of the types that the cluster knows
 * @throws GomeetError (prerequisite) naming each right that is missing
 */
export async function requireRights(
  cluster: Cluster,
  rightsAmong: (types: readonly ResourceType[]) => readonly Right[],
): Promise<void> {
  if (await isAllowed(cluster, EVERYTHING)) return;
  const needed = rightsAmong(await cluster.types());
  const answers = await concurrently(needed, (right) => isAllowed(cluster, right));
  const missing = needed.filter((_right, index) => answers[index] === false);
  if (missing.length === 0) return;
  throw new GomeetError(
    `the account of context ${cluster.context} may not:\n  ${missing.map(shownRight).join('\n  ')}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'rights-missing',
      hint: 'let an administrator grant these by a ClusterRole and a binding; kubectl auth can-i --list shows what there is',
    },
  );
}

async function isAllowed(cluster: Cluster, right: Right): Promise<boolean> {
  const review = await cluster.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes: resourceAttributes(right) },
  });
  return (review.status as { allowed?: boolean } | undefined)?.allowed === true;
}

/** A right as the API server's reviews of access are asked for it; `pods/proxy` is a part of `pods`. */
export function resourceAttributes({ verb, group, resource, namespace, name }: Right): object {
  const [whole, subresource] = resource.split('/');
  return {
    ...{ verb, group, resource: whole },
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
    ...(name === null ? {} : { name }),
  };
}

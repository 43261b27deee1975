import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { findMembers } from './compute-changes.ts';
import type { Namespaces } from './environment.ts';
import { findOtherUses } from './find-other-uses.ts';
import { keptForOthers } from './kept-for-others.ts';
import { identityOf, keyOf } from './object-key.ts';
import { lossOf } from './prune.ts';
import { listRevisions, SECRETS } from './record-revision.ts';
import { type RemovalStep, removalSteps } from './removal-order.ts';

export interface RemovalPlan {
  readonly steps: readonly RemovalStep[];
  readonly kept: readonly { readonly object: ClusterObject; readonly reason: string }[];
  /** As the last deployment wanted them: put to sleep where data stay. */
  readonly databases: readonly ClusterObject[];
}

/**
 * Reads what deployments have made and decides what of it goes, in which order, and what stays and why. Writes nothing.
 *
 * @param wipe whether data, secrets, history, namespaces and what belongs to the whole cluster go too
 */
export async function planRemoval(
  cluster: Cluster,
  namespaces: Namespaces,
  wipe: boolean,
): Promise<RemovalPlan> {
  const { platform } = namespaces;
  const [last] = await listRevisions(cluster, platform);
  const wanted = last?.objects ?? [];
  // What is being deleted already stays on the list: a run that goes on after another has to wait for it.
  const members = [...(await findMembers(cluster, wanted, platform)).values()].filter(
    ({ metadata }) => metadata.ownerReferences === undefined,
  );
  const uses = wipe ? await findOtherUses(cluster, members, namespaces) : new Map<string, string>();
  const shared = keptForOthers(members, uses, namespaces);
  const reasonFor = (object: ClusterObject): string | undefined =>
    wipe
      ? shared.get(identityOf(keyOf(object)))
      : isDisposable(object, namespaces)
        ? undefined
        : '--wipe deletes it';
  const kept = members.flatMap((object) => {
    const reason = reasonFor(object);
    return reason === undefined ? [] : [{ object, reason }];
  });
  const staying = new Set(kept.map(({ object }) => object));
  const secrets = wipe ? await ownSecrets(cluster, namespaces) : [];
  const known = new Set(members.map(({ metadata }) => metadata.uid));
  const going = [
    ...members.filter((object) => !staying.has(object)),
    ...secrets.filter(({ metadata }) => !known.has(metadata.uid)),
  ];
  return {
    steps: removalSteps(going, platform),
    kept,
    databases: wanted.filter(
      ({ apiVersion, kind }) => kind === 'Cluster' && apiVersion.startsWith('postgresql.cnpg.io/'),
    ),
  };
}

/** What the next deployment makes again as it was. Operators and types are the whole cluster's, and what is kept needs them. */
function isDisposable(object: ClusterObject, { platform, media }: Namespaces): boolean {
  const { namespace } = object.metadata;
  const isOurs = namespace === platform || namespace === media;
  return isOurs && object.kind !== 'Secret' && lossOf(keyOf(object)) === undefined;
}

/** Those that deployments made beside the set, and the record. */
async function ownSecrets(cluster: Cluster, { platform, media }: Namespaces): Promise<ClusterObject[]> {
  const labelSelector = 'app.kubernetes.io/part-of=gomeet';
  const lists = await Promise.all(
    [platform, media].map((namespace) => cluster.list(SECRETS, { namespace, labelSelector })),
  );
  return lists.flat();
}

import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type Change, isPending } from './change-set.ts';
import { computeChanges } from './compute-changes.ts';
import { concurrently } from './concurrently.ts';
import { inInventory, inventoryOf } from './inventory.ts';
import { isGeneration, replicasOf } from './media-deployment.ts';
import { identityOf, shownKey } from './object-key.ts';
import { listRevisions } from './record-revision.ts';
import { digestOf, type Revision } from './revision.ts';
import { podSelector } from './selector.ts';
import { wavesOf } from './waves.ts';

export interface DeploymentWish {
  readonly objects: readonly ClusterObject[];
  /** Where revisions, inventory and lock are. */
  readonly namespace: string;
  /** For the record: `deploy self-hosted/production`. */
  readonly what: string;
  readonly forceConflicts: boolean;
}

/** Everything that a deployment would do to one cluster, worked out at one moment. */
export interface ChangeSet extends DeploymentWish {
  readonly clusterId: string;
  readonly changes: readonly Change[];
  /** Media that is no longer wanted and still has pods, in which people may be: it stays until it is drained. */
  readonly kept: readonly Change[];
  /** Number of the newest revision; 0 before the first. */
  readonly lastRevision: number;
  /** The newest revision where it did not come to its end: it was killed, or something did not become ready. */
  readonly unfinished: Revision | null;
}

/** Whether applying it would write anything or has anything to wait for. */
export const hasWork = (changeSet: ChangeSet): boolean =>
  isPending(changeSet.changes) || changeSet.unfinished !== null || isRollingOut(changeSet);

/** Whether older media servers still take new rooms in the place of wanted ones, as they wait for nodes to become free. */
export const isRollingOut = ({ objects, kept }: Pick<ChangeSet, 'objects' | 'kept'>): boolean =>
  objects.some(isGeneration) &&
  kept.some(({ live }) => live !== null && isGeneration(live) && replicasOf(live) > 0);

/**
 * Works out what a deployment would do. Writes nothing.
 *
 * @throws GomeetError (usage) for a set that is empty or names a wave that does not exist
 */
export async function planDeployment(cluster: Cluster, wish: DeploymentWish): Promise<ChangeSet> {
  if (wish.objects.length === 0) throw emptySet();
  refuseTwins(wish.objects);
  wavesOf(wish.objects);
  const { namespace } = wish;
  const objects = wish.objects.map((object) => inInventory(object, inventoryOf(namespace)));
  const [clusterId, all, [last]] = await Promise.all([
    cluster.id(),
    computeChanges(cluster, { objects, namespace, force: wish.forceConflicts }),
    listRevisions(cluster, namespace),
  ]);
  const kept = await inhabitedMedia(cluster, all);
  return {
    ...wish,
    objects,
    clusterId,
    changes: all.filter((change) => !kept.includes(change)),
    kept,
    lastRevision: last?.number ?? 0,
    unfinished: last !== undefined && last.state !== 'deployed' ? last : null,
  };
}

/** Whether the unfinished revision wanted just this. */
export const isResumed = ({ unfinished, objects }: ChangeSet): boolean =>
  unfinished?.digest === digestOf(objects);

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };

/** Deletions of media workloads that still have pods. */
async function inhabitedMedia(cluster: Cluster, changes: readonly Change[]): Promise<Change[]> {
  const leaving = changes.filter(
    ({ action, live }) =>
      action === 'delete' && live?.metadata.labels?.['app.kubernetes.io/component'] === 'media',
  );
  const counts = await concurrently(leaving, async ({ key, live }) => {
    const labelSelector = live === null ? null : podSelector(live);
    if (labelSelector === null) return 0;
    return (await cluster.list(PODS, { namespace: key.namespace, labelSelector })).length;
  });
  return leaving.filter((_change, index) => (counts[index] ?? 0) > 0);
}

const emptySet = (): GomeetError =>
  new GomeetError('the set to deploy is empty: applying it would delete everything', {
    exitCode: ExitCode.usage,
    code: 'empty-set',
    hint: 'gomeet down --target kubernetes   takes the platform down on purpose',
  });

function refuseTwins(objects: readonly ClusterObject[]): void {
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of objects) {
    const key = { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
    if (seen.has(identityOf(key)))
      throw new GomeetError(`${shownKey(key)} is in the set twice`, {
        exitCode: ExitCode.usage,
        code: 'object-twice',
        hint: 'leave one of the two out of the overlay',
      });
    seen.add(identityOf(key));
  }
}

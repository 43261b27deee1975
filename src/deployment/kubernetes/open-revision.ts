import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { isPending } from './change-set.ts';
import { type ChangeSet, isResumed } from './plan-deployment.ts';
import { createRevision, markRevision } from './record-revision.ts';
import { digestOf, type Revision } from './revision.ts';

/**
 * A record of its own, or that of the same set which did not come to its end; or which did, but for media servers that are still
 * to follow.
 */
export async function openRevision(
  world: Pick<Context, 'now'>,
  cluster: Cluster,
  changeSet: ChangeSet,
  { by, last }: { by: string; last: Revision | undefined },
): Promise<Revision> {
  const { namespace, unfinished, objects, what } = changeSet;
  if (last?.state === 'deployed' && last.digest === digestOf(objects) && !isPending(changeSet.changes))
    return last;
  const fresh = {
    at: new Date(world.now()).toISOString(),
    by,
    what,
    state: 'applying' as const,
    digest: digestOf(objects),
    objects,
  };
  if (unfinished !== null && isResumed(changeSet)) {
    const resumed = { ...fresh, number: unfinished.number, wavesDone: unfinished.wavesDone };
    await markRevision(cluster, namespace, resumed);
    return resumed;
  }
  const revision = { ...fresh, number: changeSet.lastRevision + 1, wavesDone: [] };
  await createRevision(cluster, namespace, revision);
  if (unfinished?.state === 'applying')
    await markRevision(cluster, namespace, { ...unfinished, state: 'left' });
  return revision;
}

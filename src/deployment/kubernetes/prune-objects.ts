import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { awaitGone } from './await-gone.ts';
import type { Change } from './change-set.ts';
import { concurrently } from './concurrently.ts';
import { deletionOrder } from './prune.ts';

/**
 * Deletes what is no longer wanted, what uses others before what it uses, and waits until it is gone.
 *
 * @throws GomeetError (timeout) naming what is left and what holds it
 */
export async function pruneObjects(
  world: Pick<Context, 'monotonic' | 'progress'>,
  cluster: Cluster,
  changes: readonly Pick<Change, 'key' | 'live'>[],
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  if (changes.length === 0) return;
  const step = world.progress.step('delete what is no longer wanted');
  try {
    let gone = 0;
    for (const stage of deletionOrder(changes)) {
      await concurrently(stage, ({ key, live }) => {
        signal.throwIfAborted();
        return cluster.delete(key, uidOf(live));
      });
      const keys = stage.map(({ key }) => key);
      const onLeft = (left: number): void =>
        step.update({ done: gone + stage.length - left, total: changes.length });
      await awaitGone(world, cluster, keys, { timeoutMs, signal, onLeft });
      gone += stage.length;
    }
    step.succeed(`${gone} ${gone === 1 ? 'object' : 'objects'}`);
  } catch (error) {
    step.fail();
    throw error;
  }
}

const uidOf = (live: ClusterObject | null): { uid?: string } =>
  live?.metadata.uid === undefined ? {} : { uid: live.metadata.uid };

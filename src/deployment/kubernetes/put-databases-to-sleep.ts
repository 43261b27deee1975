import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { awaitPodsOf } from './await-pods-gone.ts';
import { keyOf } from './object-key.ts';
import { podsText, type RemovalBounds, type RemovalWorld, showing } from './remove-step.ts';

/**
 * CloudNativePG ends the pods of a database that hibernates and keeps its volumes. Said by an apply, so that the next one,
 * which does not say it, takes it back.
 *
 * @throws GomeetError (timeout) naming the pods that do not go
 */
export async function putDatabasesToSleep(
  world: RemovalWorld,
  cluster: Cluster,
  databases: readonly ClusterObject[],
  bounds: RemovalBounds,
): Promise<void> {
  for (const object of databases) {
    if ((await cluster.get(keyOf(object))) === null) continue;
    await showing(
      world,
      `the pods of the database ${object.metadata.name}, whose data stay`,
      async (update) => {
        const annotations = { ...object.metadata.annotations, 'cnpg.io/hibernation': 'on' };
        const asleep = { ...object, metadata: { ...object.metadata, annotations } };
        await cluster.apply(asleep, { dryRun: false, force: true });
        await awaitPodsOf(world, cluster, [object], {
          ...bounds,
          onLeft: (pods) => update({ text: podsText(pods) }),
        });
        return 'asleep';
      },
    );
  }
}

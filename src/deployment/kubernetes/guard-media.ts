import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { DEPLOYMENT, isGeneration } from './media-deployment.ts';
import { MEDIA_SELECTOR } from './media-pod.ts';
import { keepMediaSize } from './media-size.ts';
import { type ChangeSet, isRollingOut } from './plan-deployment.ts';
import { readReduction, requireSettled, SCALE_ANNOTATION } from './scale-down.ts';

/**
 * Refuses to change media servers while `gomeet scale` takes some away, or after it has since the changes were shown. What leaves
 * them as they are goes on: a mended API need not wait for meetings.
 *
 * @throws GomeetError (conflict)
 */
export async function guardMedia(cluster: Cluster, changeSet: ChangeSet): Promise<void> {
  const wanted = changeSet.changes
    .filter(({ action }) => action !== 'unchanged' && action !== 'delete')
    .flatMap(({ desired }) => (desired !== null && isGeneration(desired) ? [desired] : []));
  if (wanted.length === 0 && !isRollingOut(changeSet)) return;
  const namespaces = new Set(
    changeSet.objects.filter(isGeneration).map(({ metadata }) => metadata.namespace),
  );
  for (const namespace of namespaces) {
    const live = await cluster.list(DEPLOYMENT, {
      namespace: namespace ?? null,
      labelSelector: MEDIA_SELECTOR,
    });
    for (const { metadata } of live)
      requireSettled(readReduction(metadata.annotations?.[SCALE_ANNOTATION]), null);
    const sized = keepMediaSize(wanted, live);
    if (JSON.stringify(sized.map(({ spec }) => spec)) !== JSON.stringify(wanted.map(({ spec }) => spec)))
      throw new GomeetError('the number of media servers was changed since the changes were shown', {
        exitCode: ExitCode.conflict,
        code: 'cluster-moved',
        hint: 'run the command again to see what is left to do',
      });
  }
}

import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { ApplyOptions, DeployWorld } from './apply-change-set.ts';
import { applyWave } from './apply-wave.ts';
import type { DeployLock } from './deploy-lock.ts';
import { groupKindOf, groupKindsIn, inventoryKey, inventoryObject } from './inventory.ts';
import { isGeneration } from './media-deployment.ts';
import { identityOf, keyOf } from './object-key.ts';
import type { ChangeSet } from './plan-deployment.ts';
import { pruneObjects } from './prune-objects.ts';
import { markRevision, trimRevisions } from './record-revision.ts';
import type { Revision } from './revision.ts';
import { wavesOf } from './waves.ts';

interface Work {
  readonly changeSet: ChangeSet;
  readonly revision: Revision;
  readonly options: ApplyOptions;
  readonly lock: Pick<DeployLock, 'confirm'>;
}

/**
 * Applies a change set wave by wave, and writes down each wave that is ready. What is no longer wanted goes last, after the
 * call: until then there is a way back.
 *
 * @throws GomeetError as applyWave does
 */
export async function applyWaves(
  world: DeployWorld,
  cluster: Cluster,
  { changeSet, revision, options, lock }: Work,
): Promise<void> {
  const { namespace, objects, changes, kept } = changeSet;
  const waiting = { timeoutMs: options.timeoutMs, signal: world.signal };
  const pending = new Map(
    changes.filter(({ action }) => action !== 'unchanged').map((change) => [identityOf(change.key), change]),
  );
  const held = groupKindsIn(await cluster.get(inventoryKey(namespace))) ?? [];
  const wanted = objects.map(groupKindOf);
  // Before the first object is made the inventory names its kind: what a killed run made is found again.
  await writeInventory(world, cluster, namespace, [...held, ...wanted]);
  const successor = successorOf(changeSet);
  const done = [...revision.wavesDone];
  let haveSecrets = false;
  for (const wave of wavesOf(objects)) {
    // Whoever has taken the lock over writes newer waves than these.
    await lock.confirm();
    if (!haveSecrets && wave.name !== 'foundations') {
      await options.makeSecrets();
      haveSecrets = true;
    }
    const ofWave = wave.objects.flatMap((object) => pending.get(identityOf(keyOf(object))) ?? []);
    const isOpen = changeSet.unfinished !== null && !done.includes(wave.name);
    if (ofWave.length > 0 || isOpen) {
      const apply = (): Promise<void> =>
        applyWave(world, cluster, wave, { changes: ofWave, unawaited: successor, ...waiting });
      if (wave.name === 'api' && options.rollOutApi) await options.rollOutApi(world.signal, ofWave, apply);
      else await apply();
    }
    // Also where nothing changes any more: an earlier run may have left old servers that waited for nodes.
    if (successor !== null && wave.objects.includes(successor))
      await options.rollOutMedia(world.signal, successor.metadata.name);
    if (!done.includes(wave.name)) done.push(wave.name);
    await markRevision(cluster, namespace, { ...revision, wavesDone: done });
  }
  await options.call?.(world.signal);
  await lock.confirm();
  const unwanted = changes.filter(({ action }) => action === 'delete');
  await pruneObjects(world, cluster, unwanted, waiting);
  // What is kept of media is still a member, so that a later run finds it.
  if (kept.length === 0) await writeInventory(world, cluster, namespace, wanted);
  await markRevision(cluster, namespace, { ...revision, wavesDone: done, state: 'deployed' });
  await trimRevisions(cluster, namespace);
}

/**
 * The generation of media servers that takes the place of one which still has pods. Its pods may have to wait for nodes that
 * become free as the old one empties, so it is not awaited like others.
 */
function successorOf({ objects, kept }: ChangeSet): ClusterObject | null {
  if (!kept.some(({ live }) => live !== null && isGeneration(live))) return null;
  return objects.find(isGeneration) ?? null;
}

async function writeInventory(
  world: Pick<DeployWorld, 'version'>,
  cluster: Cluster,
  namespace: string,
  groupKinds: readonly string[],
): Promise<void> {
  const parent = inventoryObject(namespace, groupKinds, world.version);
  await cluster.apply(parent, { dryRun: false, force: true });
}

import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { takeDeployLock } from './deploy-lock.ts';
import { removalRights } from './deploy-rights.ts';
import type { Namespaces } from './environment.ts';
import { keyOf, shownKey } from './object-key.ts';
import { planRemoval, type RemovalPlan } from './plan-removal.ts';
import { putDatabasesToSleep } from './put-databases-to-sleep.ts';
import { type RemovalStep, rankOfStep } from './removal-order.ts';
import { type RemovalBounds, removeStep } from './remove-step.ts';
import { requireRights } from './require-rights.ts';
import { awaitEnding, sweepNamespaces, sweepRights } from './sweep-namespaces.ts';

interface TakeDown {
  readonly namespaces: Namespaces;
  readonly by: string;
  /** Data, secrets, history, namespaces and what belongs to the whole cluster too. */
  readonly wipe: boolean;
  /** For everything together. */
  readonly timeoutMs: number;
}

interface TakenDown {
  /** `Deployment gomeet/api-auth`, in the order in which they went. */
  readonly deleted: readonly string[];
  readonly kept: RemovalPlan['kept'];
}

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

/**
 * The most that a pod gets to end when its data are thrown away: PostgreSQL has 1,800 s to ship its log and hand over, a media
 * server five hours for its meetings, and nothing is left that either could be for. Half a minute lets programs close what
 * they hold outside, such as a lease or a volume.
 */
export const WIPE_GRACE_SECONDS = 30;

/**
 * Deletes what deployments have made, each step only when the last one and its pods are gone. Without `wipe` everything stays
 * that holds data or is needed to read it: claims, secrets, the database, which is put to sleep, and its operator with all
 * that belongs to the whole cluster.
 *
 * A run that was cut off is taken up by the next: what is gone is not there to be found, and the namespace with lock and
 * record is the last to go.
 *
 * @throws GomeetError (prerequisite) naming rights that are missing, (conflict) while somebody deploys, (timeout) naming the step and what does not go
 */
export async function takeDown(world: World, cluster: Cluster, request: TakeDown): Promise<TakenDown> {
  const { namespaces, wipe, timeoutMs } = request;
  const live = await cluster.get(keyOfNamespace(namespaces.platform));
  if (live === null) return { deleted: [], kept: [] };
  const bounds: RemovalBounds = {
    signal: world.signal,
    deadlineMs: world.monotonic() + timeoutMs,
    graceSeconds: wipe ? WIPE_GRACE_SECONDS : undefined,
  };
  // It takes no lock any more, and everything else was gone before it was deleted.
  if (live.metadata.deletionTimestamp !== undefined) {
    const title = `the namespace ${namespaces.platform}`;
    await removeStep(world, cluster, { name: 'platform', title, objects: [live] }, bounds);
    return { deleted: [shownKey(keyOf(live))], kept: [] };
  }
  const { steps, kept } = await removeUnderLock(world, cluster, request, bounds);
  // Without the lock, which is in it.
  for (const step of steps.filter(isLast)) await removeStep(world, cluster, step, bounds);
  const deleted = steps.flatMap(({ objects }) => objects).map((object) => shownKey(keyOf(object)));
  return { deleted, kept };
}

const isLast = ({ name }: RemovalStep): boolean => name === 'platform';

async function removeUnderLock(
  world: World,
  cluster: Cluster,
  { namespaces, by, wipe }: TakeDown,
  bounds: RemovalBounds,
): Promise<RemovalPlan> {
  await using lock = await takeDeployLock(world, cluster, namespaces.platform, by);
  const plan = await planRemoval(cluster, namespaces, wipe);
  const going = plan.steps.flatMap(({ objects }) => objects);
  await requireRights(cluster, (types) => [
    ...removalRights(going, types),
    ...(wipe ? sweepRights(types, namespaces) : []),
  ]);
  const signal = AbortSignal.any([world.signal, lock.lost]);
  await removeInOrder(world, cluster, plan, { namespaces, wipe, bounds: { ...bounds, signal } });
  return plan;
}

interface Removal {
  readonly namespaces: Namespaces;
  readonly wipe: boolean;
  readonly bounds: RemovalBounds;
}

/** In the middle, when no workload is left and the operators still are, comes what is on no list. */
async function removeInOrder(
  world: World,
  cluster: Cluster,
  { steps, databases }: RemovalPlan,
  { namespaces, wipe, bounds }: Removal,
): Promise<void> {
  const [data, claims] = [rankOfStep('data'), rankOfStep('claims')];
  const remove = async (from: number, to: number): Promise<void> => {
    for (const step of steps)
      if (!isLast(step) && rankOfStep(step.name) >= from && rankOfStep(step.name) < to)
        await removeStep(world, cluster, step, bounds);
  };
  await remove(0, data);
  if (!wipe) {
    await awaitEnding(world, cluster, namespaces, bounds);
    await putDatabasesToSleep(world, cluster, databases, bounds);
  }
  await remove(data, claims);
  if (wipe) await sweepNamespaces(world, cluster, namespaces, bounds);
  await remove(claims, Number.POSITIVE_INFINITY);
}

const keyOfNamespace = (name: string): ReturnType<typeof keyOf> => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  namespace: null,
  name,
});

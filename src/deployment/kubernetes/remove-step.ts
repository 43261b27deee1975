import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { awaitGone } from './await-gone.ts';
import { awaitPodsOf } from './await-pods-gone.ts';
import { concurrently } from './concurrently.ts';
import { keyOf } from './object-key.ts';
import type { RemovalStep } from './removal-order.ts';

export type RemovalWorld = Pick<Context, 'monotonic' | 'progress'>;

/** What all steps of one removal share. */
export interface RemovalBounds {
  readonly signal: AbortSignal;
  /** Time of the monotonic clock by which the whole removal must be over. */
  readonly deadlineMs: number;
  /** The most that a pod gets to end; undefined is its own grace. */
  readonly graceSeconds: number | undefined;
}

/**
 * Deletes the objects of a step and waits until they and the pods that they ran are gone. What is being deleted already, by a
 * run that was cut off, is waited for alike.
 *
 * @throws GomeetError (timeout) naming the step, what is left and what holds it
 */
export async function removeStep(
  world: RemovalWorld,
  cluster: Cluster,
  { title, objects }: RemovalStep,
  bounds: RemovalBounds,
): Promise<void> {
  const { signal, deadlineMs } = bounds;
  await showing(world, title, async (update) => {
    const total = objects.length;
    await concurrently(objects, async (object) => {
      signal.throwIfAborted();
      const { uid = '', deletionTimestamp } = object.metadata;
      if (deletionTimestamp === undefined) await cluster.delete(keyOf(object), { uid });
    });
    const timeoutMs = Math.max(0, deadlineMs - world.monotonic());
    const onLeft = (left: number): void => update({ done: total - left, total });
    await awaitGone(world, cluster, objects.map(keyOf), { timeoutMs, signal, onLeft });
    await awaitPodsOf(world, cluster, objects, {
      ...bounds,
      onLeft: (pods) => update({ text: podsText(pods) }),
    });
    return `${total} ${total === 1 ? 'object' : 'objects'}`;
  });
}

type Update = ReturnType<Context['progress']['step']>['update'];

/** A line of progress for a part of a removal; what takes too long is said with the part and with how to go on. */
export async function showing(
  world: RemovalWorld,
  title: string,
  work: (update: Update) => Promise<string>,
): Promise<void> {
  const line = world.progress.step(`remove ${title}`);
  try {
    line.succeed(await work((progress) => line.update(progress)));
  } catch (error) {
    line.fail();
    if (!(error instanceof GomeetError) || error.exitCode !== ExitCode.timeout) throw error;
    throw new GomeetError(`${title}: ${error.message}`, {
      exitCode: ExitCode.timeout,
      code: error.code,
      hint: `the same command goes on where it stopped, and --timeout 1h gives it longer; ${error.hint ?? ''}`,
      cause: error,
    });
  }
}

/** The first few by name: a fleet has hundreds. */
export function podsText(pods: readonly { readonly metadata: { readonly name: string } }[]): string {
  const names = pods.slice(0, 3).map(({ metadata }) => metadata.name);
  return pods.length === 0
    ? ''
    : `waits for ${pods.length} pods: ${names.join(', ')}${pods.length > 3 ? ' …' : ''}`;
}

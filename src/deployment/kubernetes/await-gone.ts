import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { concurrently } from './concurrently.ts';
import { shownKey } from './object-key.ts';
import { pause } from './pause.ts';

const LOOK_EVERY_MS = 500;

/**
 * Waits until none of the objects is there any more.
 *
 * @throws GomeetError (timeout) with what is left and which finalizer holds it
 */
export async function awaitGone(
  world: Pick<Context, 'monotonic'>,
  cluster: Cluster,
  keys: readonly ObjectKey[],
  { timeoutMs, signal, onLeft }: { timeoutMs: number; signal: AbortSignal; onLeft?: (count: number) => void },
): Promise<void> {
  const deadline = world.monotonic() + timeoutMs;
  for (let left = keys; ; ) {
    const found = (await concurrently(left, (key) => cluster.get(key))).flatMap((live, index) =>
      live === null ? [] : [{ live, key: left[index] as ObjectKey }],
    );
    onLeft?.(found.length);
    if (found.length === 0) return;
    signal.throwIfAborted();
    if (world.monotonic() > deadline) {
      const lines = found.map(({ key, live }) => {
        const reasons = whatHolds(live);
        return `${shownKey(key)}${reasons.length === 0 ? '' : ` (waits for ${reasons.join(', ')})`}`;
      });
      throw new GomeetError(`still there after ${timeoutMs / 1000} s: ${lines.join('; ')}`, {
        exitCode: ExitCode.timeout,
        code: 'not-gone-in-time',
        hint: 'run the command again to go on; a finalizer whose controller is gone has to be removed by hand',
      });
    }
    left = found.map(({ key }) => key);
    await pause(LOOK_EVERY_MS, signal);
  }
}

/** Finalizers of an object; of a namespace, what its controller says is left in it. */
function whatHolds({ kind, metadata, status }: ClusterObject): readonly string[] {
  if (kind !== 'Namespace') return (metadata.finalizers as readonly string[] | undefined) ?? [];
  const { conditions = [] } = (status ?? {}) as {
    conditions?: readonly { status: string; message?: string }[];
  };
  return conditions.flatMap((each) =>
    each.status === 'True' && each.message !== undefined ? [each.message] : [],
  );
}

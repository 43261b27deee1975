import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { GomeetError } from '../../errors.ts';
import { awaitGone } from './await-gone.ts';
import { awaitWave, type WaveState } from './await-wave.ts';
import type { Change } from './change-set.ts';
import { concurrently } from './concurrently.ts';
import { identityOf, keyOf } from './object-key.ts';
import { pause } from './pause.ts';
import { isAwaited, readinessOf } from './readiness.ts';
import { stagesOf, type Wave } from './waves.ts';

const WEBHOOK_PAUSE_MS = 1_000;

type World = Pick<Context, 'now' | 'monotonic' | 'progress'>;

interface Application {
  readonly changes: readonly Change[];
  /** What somebody else waits for. */
  readonly unawaited: ClusterObject | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Applies what a wave changes and waits until all of the wave is ready, with the reason on screen.
 *
 * @throws GomeetError (critical) at once for what waiting cannot mend, (timeout), (interrupted), (conflict)
 */
export async function applyWave(
  world: World,
  cluster: Cluster,
  wave: Wave,
  { changes, unawaited, timeoutMs, signal }: Application,
): Promise<void> {
  const step = world.progress.step(wave.title);
  try {
    const pending = new Map(changes.map((change) => [identityOf(change.key), change]));
    const ready = new Set<string>();
    for (const stage of stagesOf(changes.flatMap(({ desired }) => desired ?? []))) {
      await concurrently(stage, async (object) => {
        signal.throwIfAborted();
        const identity = identityOf(keyOf(object));
        const change = pending.get(identity);
        if (change?.action === 'replace') await removeOld(world, cluster, object, { timeoutMs, signal });
        const force = change?.force ?? false;
        const applied = await applyPatiently(world, cluster, object, { force, timeoutMs, signal });
        if (readinessOf(applied).state === 'ready') ready.add(identity);
      });
    }
    // The cluster knows a type only when its definition is there.
    if (changes.some(({ key }) => key.kind === 'CustomResourceDefinition')) cluster.forgetTypes();
    const open = wave.objects.filter(
      (object) => object !== unawaited && isAwaited(object) && !ready.has(identityOf(keyOf(object))),
    );
    const onState = stateShower(world, step);
    await awaitWave(world, cluster, { objects: open, timeoutMs, signal, onState });
    step.succeed(`${changes.length} of ${wave.objects.length} objects applied, all are ready`);
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** An operator is ready a moment before its webhook can be reached; within the wave's time that is no failure. */
async function applyPatiently(
  world: World,
  cluster: Cluster,
  object: ClusterObject,
  { force, timeoutMs, signal }: { force: boolean; timeoutMs: number; signal: AbortSignal },
): Promise<ClusterObject> {
  for (const deadline = world.monotonic() + timeoutMs; ; ) {
    try {
      return await cluster.apply(object, { dryRun: false, force });
    } catch (error) {
      const isStarting = error instanceof GomeetError && error.code === 'webhook-unreachable';
      if (!isStarting || signal.aborted || world.monotonic() > deadline) throw error;
      await pause(WEBHOOK_PAUSE_MS, signal);
    }
  }
}

/** What has run cannot be changed: it is deleted with its pods, and made anew. */
async function removeOld(
  world: World,
  cluster: Cluster,
  object: ClusterObject,
  waiting: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  await cluster.delete(keyOf(object), { propagation: 'Background' });
  await awaitGone(world, cluster, [keyOf(object)], waiting);
}

/** A bar with the first reason beside it; each trouble of a pod once as a line that stays, with what to do. */
function stateShower(world: World, step: ReturnType<World['progress']['step']>): (state: WaveState) => void {
  const told = new Set<string>();
  return ({ ready, total, open, troubles }) => {
    for (const { pod, reason, hint } of troubles) {
      const text = `  pod ${pod}: ${reason}\n    ${hint}`;
      if (!told.has(text)) world.progress.note(text);
      told.add(text);
    }
    step.update({ done: ready, total, text: open[0] ?? '' });
  };
}

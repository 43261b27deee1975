import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { applyWaves } from './apply-waves.ts';
import type { Change } from './change-set.ts';
import { takeDeployLock } from './deploy-lock.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { type ChangeSet, isResumed, planDeployment } from './plan-deployment.ts';
import { guardDeletions } from './prune.ts';
import { createRevision, listRevisions, markRevision } from './record-revision.ts';
import { digestOf, type Revision } from './revision.ts';
import { rollbackTo } from './rollback.ts';

export type DeployWorld = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal' | 'version'>;

export interface ApplyOptions {
  /** Who and from where: `ada@laptop (4711)`. */
  readonly by: string;
  /** For each wave. */
  readonly timeoutMs: number;
  readonly allowDelete: readonly string[];
  readonly rollbackOnFailure: boolean;
  /** Makes what may stand in no manifest; called once the namespaces are there. */
  makeSecrets(): Promise<void>;
  /** Brings a new generation of media servers into service beside an older one that has meetings. @param name of its Deployment */
  rollOutMedia(signal: AbortSignal, name: string): Promise<void>;
  /** Calls `apply` for the wave of the API after its new version has stood a test; absent where it is applied like any other. */
  rollOutApi?(signal: AbortSignal, changes: readonly Change[], apply: () => Promise<void>): Promise<void>;
  /** Shows by a real call that the platform works, once everything is ready; throws where it does not. Absent: not tried. */
  call?(signal: AbortSignal): Promise<void>;
}

/**
 * Carries a change set out, under the lock, and writes down how far it is: after a kill the next run goes on from there.
 *
 * @returns the revision's number
 * @throws GomeetError (conflict) when it is locked, in conflict or out of date, (critical) or (timeout) when something did
 *   not become ready, (interrupted)
 */
export async function applyChangeSet(
  world: DeployWorld,
  cluster: Cluster,
  changeSet: ChangeSet,
  options: ApplyOptions,
): Promise<number> {
  refuseConflicts(changeSet);
  guardDeletions(changeSet.changes, options.allowDelete);
  const { namespace } = changeSet;
  await ensureNamespace(cluster, changeSet);
  await using lock = await takeDeployLock(cluster, namespace, { identity: options.by, now: world.now });
  const signal = AbortSignal.any([world.signal, lock.lost]);
  const [last] = await listRevisions(cluster, namespace);
  if ((last?.number ?? 0) !== changeSet.lastRevision) throw overtaken(last as Revision);
  const revision = await openRevision(world, cluster, changeSet, options);
  try {
    await applyWaves({ ...world, signal }, cluster, { changeSet, revision, options });
  } catch (error) {
    if (world.signal.aborted) throw interrupted(revision);
    if (lock.lost.aborted) throw lock.lost.reason;
    await markRevision(cluster, namespace, { ...revision, state: 'failed' });
    if (!options.rollbackOnFailure) throw error;
    throw await takenBack({ ...world, signal }, cluster, { changeSet, options, error });
  }
  return revision.number;
}

/** A record of its own, or that of the same set which did not come to its end. */
async function openRevision(
  world: DeployWorld,
  cluster: Cluster,
  changeSet: ChangeSet,
  { by }: ApplyOptions,
): Promise<Revision> {
  const { namespace, unfinished, objects, what } = changeSet;
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

/** Goes back to the newest revision that was deployed, in the same lock, and says so in the error. */
async function takenBack(
  world: DeployWorld,
  cluster: Cluster,
  { changeSet, options, error }: { changeSet: ChangeSet; options: ApplyOptions; error: unknown },
): Promise<unknown> {
  if (!(error instanceof GomeetError)) return error;
  const { namespace } = changeSet;
  const said = { exitCode: error.exitCode, code: error.code, cause: error };
  const good = (await listRevisions(cluster, namespace)).find(({ state }) => state === 'deployed');
  if (good === undefined)
    return new GomeetError(`${error.message}\nthere is no revision to go back to: this was the first`, {
      ...said,
      hint: error.hint ?? 'mend it and deploy again',
    });
  world.progress.note(`${error.message}\ngoing back to revision ${good.number}`);
  const what = `rollback to revision ${good.number}`;
  const { objects } = rollbackTo(good.objects, changeSet.objects);
  const back = await planDeployment(cluster, { ...changeSet, objects, what });
  const revision = await openRevision(world, cluster, back, options);
  // The way back is to what has stood its tests already.
  const { rollOutApi: _tested, call: _made, ...plain } = options;
  await applyWaves(world, cluster, { changeSet: back, revision, options: plain });
  return new GomeetError(`${error.message}\nrolled back to revision ${good.number}, which is ready`, {
    ...said,
    hint: error.hint ?? 'mend it and deploy again',
  });
}

function refuseConflicts({ changes }: ChangeSet): void {
  const lines = changes.flatMap(({ key, conflicts }) =>
    conflicts.map(
      ({ manager, path }) => `${key.kind} ${key.namespace ?? ''}/${key.name}: ${path} is set by ${manager}`,
    ),
  );
  if (lines.length === 0) return;
  throw new GomeetError(`others set what this deployment sets:\n  ${lines.join('\n  ')}`, {
    exitCode: ExitCode.conflict,
    code: 'field-conflict',
    hint: 'leave the field out of the overlay, or take it over with --force-conflicts',
  });
}

const overtaken = ({ number, by }: Revision): GomeetError =>
  new GomeetError(
    `revision ${number} by ${by} came in between: the changes that were shown are out of date`,
    {
      exitCode: ExitCode.conflict,
      code: 'cluster-moved',
      hint: 'run the command again to see what is left to do',
    },
  );

const interrupted = ({ number }: Revision): GomeetError =>
  new GomeetError(`interrupted while revision ${number} was applied; what is applied stays`, {
    exitCode: ExitCode.interrupted,
    code: 'interrupted',
    hint: 'run the same command again: it goes on where this one stopped',
  });

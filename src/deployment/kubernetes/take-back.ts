import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { ApplyOptions, DeployWorld } from './apply-change-set.ts';
import { applyWaves } from './apply-waves.ts';
import { refuseConflicts } from './conflicts.ts';
import type { DeployLock } from './deploy-lock.ts';
import { openRevision } from './open-revision.ts';
import { type ChangeSet, planDeployment } from './plan-deployment.ts';
import { guardDeletions } from './prune.ts';
import { listRevisions, markFailed } from './record-revision.ts';
import type { Revision } from './revision.ts';
import { rollbackTo } from './rollback.ts';

interface Failure {
  readonly changeSet: ChangeSet;
  readonly options: ApplyOptions;
  readonly lock: DeployLock;
  /** Why the deployment failed. */
  readonly error: GomeetError;
}

/**
 * Goes back to the newest revision that was deployed, in the same lock.
 *
 * @returns the error of the deployment with what became of the way back; where that failed too, both errors
 */
export async function takeBack(world: DeployWorld, cluster: Cluster, failure: Failure): Promise<GomeetError> {
  const { changeSet, error } = failure;
  const { namespace } = changeSet;
  let good: Revision | undefined;
  let opened: Revision | undefined;
  try {
    good = (await listRevisions(cluster, namespace)).find(({ state }) => state === 'deployed');
    if (good === undefined) return withEnd(error, 'there is no revision to go back to: this was the first');
    world.progress.note(`${error.message}\ngoing back to revision ${good.number}`);
    const back = await planBack(cluster, failure, good);
    opened = await openRevision(world, cluster, back, { by: failure.options.by, last: undefined });
    // The way back is to what has stood its tests already.
    const { rollOutApi: _tested, call: _made, ...options } = failure.options;
    await applyWaves(world, cluster, { changeSet: back, revision: opened, options, lock: failure.lock });
    return withEnd(error, `rolled back to revision ${good.number}, which is ready`);
  } catch (backError) {
    // Interrupted it can be gone on with, and without the lock it is another one's to write.
    if (opened !== undefined && !world.signal.aborted) await markFailed(cluster, namespace, opened.number);
    return bothFailed(error, backError, { good, isInterrupted: world.signal.aborted });
  }
}

/** @throws GomeetError for what a deployment refuses too: fields of others, deletions that take data with them */
async function planBack(
  cluster: Cluster,
  { changeSet, options }: Failure,
  good: Revision,
): Promise<ChangeSet> {
  const what = `rollback to revision ${good.number}`;
  const { objects } = rollbackTo(good.objects, changeSet.objects);
  const back = await planDeployment(cluster, { ...changeSet, objects, what });
  refuseConflicts(back);
  guardDeletions(back.changes, options.allowDelete);
  return back;
}

const withEnd = (error: GomeetError, end: string): GomeetError =>
  new GomeetError(`${error.message}\n${end}`, {
    exitCode: error.exitCode,
    code: error.code,
    hint: error.hint ?? 'mend it and deploy again',
    cause: error,
  });

function bothFailed(
  error: GomeetError,
  backError: unknown,
  { good, isInterrupted }: { good: Revision | undefined; isInterrupted: boolean },
): GomeetError {
  const known = backError instanceof GomeetError ? backError : undefined;
  const goal = good === undefined ? '' : ` to revision ${good.number}`;
  const why = isInterrupted && known === undefined ? 'it was interrupted' : (backError as Error).message;
  const again = `gomeet rollback${good === undefined ? '' : ` ${good.number}`}   goes back`;
  const isByUser = isInterrupted && known?.exitCode !== ExitCode.conflict;
  return new GomeetError(`${error.message}\nand the way back${goal} did not come to its end: ${why}`, {
    exitCode: isByUser ? ExitCode.interrupted : ExitCode.critical,
    code: 'way-back-failed',
    hint: known?.hint === undefined ? again : `${known.hint}; then ${again}`,
    cause: new AggregateError([error, backError]),
  });
}

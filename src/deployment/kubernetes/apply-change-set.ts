import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { applyWaves } from './apply-waves.ts';
import type { Change } from './change-set.ts';
import { refuseConflicts } from './conflicts.ts';
import { takeDeployLock } from './deploy-lock.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { guardMedia } from './guard-media.ts';
import { openRevision } from './open-revision.ts';
import type { ChangeSet } from './plan-deployment.ts';
import { guardDeletions } from './prune.ts';
import { listRevisions, markFailed } from './record-revision.ts';
import type { Revision } from './revision.ts';
import { takeBack } from './take-back.ts';

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
  await using lock = await takeDeployLock(world, cluster, namespace, options.by);
  const signal = AbortSignal.any([world.signal, lock.lost]);
  const [last] = await listRevisions(cluster, namespace);
  if ((last?.number ?? 0) !== changeSet.lastRevision) throw overtaken(last as Revision);
  await guardMedia(cluster, changeSet);
  const revision = await openRevision(world, cluster, changeSet, { by: options.by, last });
  try {
    await applyWaves({ ...world, signal }, cluster, { changeSet, revision, options, lock });
  } catch (error) {
    if (world.signal.aborted) throw interrupted(revision);
    if (lock.lost.aborted) throw lock.lost.reason;
    await markFailed(cluster, namespace, revision.number);
    if (!options.rollbackOnFailure || !(error instanceof GomeetError)) throw error;
    throw await takeBack({ ...world, signal }, cluster, { changeSet, options, lock, error });
  }
  return revision.number;
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

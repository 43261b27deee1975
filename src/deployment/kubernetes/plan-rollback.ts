import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type ChangeSet, planDeployment } from './plan-deployment.ts';
import { listRevisions } from './record-revision.ts';
import type { Revision } from './revision.ts';
import { rollbackTo } from './rollback.ts';

interface Goal {
  readonly namespace: string;
  /** Undefined: the newest that was deployed before the present one. */
  readonly revision: number | undefined;
  readonly forceConflicts: boolean;
}

/**
 * Works out the way back to an older revision. Writes nothing.
 *
 * @throws GomeetError (usage) when there is no such revision, naming those that there are
 */
export async function planRollback(
  cluster: Cluster,
  { namespace, revision, forceConflicts }: Goal,
): Promise<{
  readonly changeSet: ChangeSet;
  readonly irreversible: readonly string[];
  readonly to: Revision;
}> {
  const all = await listRevisions(cluster, namespace);
  const to = goalOf(all, revision, namespace);
  const { objects, irreversible } = rollbackTo(to.objects, all[0]?.objects ?? []);
  const what = `rollback to revision ${to.number}`;
  const changeSet = await planDeployment(cluster, { objects, namespace, what, forceConflicts });
  return { changeSet, irreversible, to };
}

function goalOf(all: readonly Revision[], wished: number | undefined, namespace: string): Revision {
  const [present, ...older] = all;
  const found =
    wished === undefined
      ? older.find(({ state, digest }) => state === 'deployed' && digest !== present?.digest)
      : all.find(({ number }) => number === wished);
  if (found !== undefined) return found;
  const known = all.map(({ number, at, what, state }) => `${number} (${state}, ${at}, ${what})`);
  const what = wished === undefined ? 'an older revision that was deployed' : `revision ${wished}`;
  throw new GomeetError(
    `${namespace} has no ${what.replace(/^an /, '')}; on record: ${known.join(', ') || 'none'}`,
    {
      exitCode: ExitCode.usage,
      code: 'no-such-revision',
      hint: 'gomeet rollback <revision>',
    },
  );
}

import type { ObjectKey } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Change } from './change-set.ts';
import { groupKindOf } from './inventory.ts';
import { shownKey } from './object-key.ts';
import { removalRank } from './removal-order.ts';

/** What takes data with it when it goes, and how much. */
const guarded: Readonly<Record<string, string>> = {
  Namespace: 'with everything in it',
  PersistentVolumeClaim: 'with the data on its volume',
  PersistentVolume: 'with its data',
  'CustomResourceDefinition.apiextensions.k8s.io': 'with every object of its type in the whole cluster',
  'Cluster.postgresql.cnpg.io': 'with the database and its volumes',
};

/** What would be lost with an object; undefined where its deletion costs nothing that a deployment could not make again. */
export const lossOf = (key: ObjectKey): string | undefined => guarded[groupKindOf(key)];

/**
 * Refuses deletions that take data with them, unless they were named.
 *
 * @param allowed `kind/name`, as --allow-delete takes it
 * @throws GomeetError (usage) naming each that was not
 */
export function guardDeletions(changes: readonly Change[], allowed: readonly string[]): void {
  const refused = changes
    .filter(({ action, key }) => action === 'delete' && lossOf(key) !== undefined)
    .filter(({ key }) => !allowed.includes(`${key.kind}/${key.name}`));
  if (refused.length === 0) return;
  const lines = refused.map(({ key }) => `${shownKey(key)}, ${lossOf(key)}`);
  const flags = refused.map(({ key }) => `--allow-delete ${key.kind}/${key.name}`);
  throw new GomeetError(`this deployment no longer holds, and would delete: ${lines.join('; ')}`, {
    exitCode: ExitCode.usage,
    code: 'guarded-deletion',
    hint: `put it back into the overlay, or add ${flags.join(' ')}`,
  });
}

/** The parts in which objects are deleted, in the order of a removal. */
export function deletionOrder<Deletion extends Pick<Change, 'key' | 'live'>>(
  changes: readonly Deletion[],
): Deletion[][] {
  const rank = ({ key, live }: Deletion): number =>
    removalRank(live ?? { ...key, metadata: { name: key.name } });
  return [...Map.groupBy(changes, rank)].sort(([a], [b]) => a - b).map(([, stage]) => stage);
}

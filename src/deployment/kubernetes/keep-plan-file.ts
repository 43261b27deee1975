import { readFile, writeFile } from 'node:fs/promises';
import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type ChangeSet, planDeployment } from './plan-deployment.ts';
import { movesSince, planFileFrom, planFileOf } from './plan-file.ts';

/** Writes it for its owner alone: a set may hold Secrets. */
export async function writePlanFile(path: string, changeSet: ChangeSet, nowMs: number): Promise<void> {
  const text = `${JSON.stringify(planFileOf(changeSet, nowMs), null, 2)}\n`;
  await writeFile(path, text, { mode: 0o600 }).catch((error: unknown) => {
    throw fileError(path, 'written', error);
  });
}

/**
 * Reads a change set and works it out anew on the cluster as it is.
 *
 * @throws GomeetError (conflict) when that gives anything else than was approved, (usage) for a file that is none
 */
export async function reviveChangeSet(cluster: Cluster, path: string): Promise<ChangeSet> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(path, 'read', error);
  });
  const file = planFileFrom(text, path);
  const { objects, namespace, what, forceConflicts } = file;
  const now = await planDeployment(cluster, { objects, namespace, what, forceConflicts });
  const moves = movesSince(file, now);
  if (moves.length === 0) return now;
  throw new GomeetError(
    `the cluster has moved since ${file.createdAt}, when ${path} was made:\n  ${moves.join('\n  ')}`,
    {
      exitCode: ExitCode.conflict,
      code: 'cluster-moved',
      hint: `gomeet deploy --target kubernetes --dry-run --out ${path}   makes a new one`,
    },
  );
}

const fileError = (path: string, what: string, cause: unknown): GomeetError =>
  new GomeetError(`${path} cannot be ${what}: ${(cause as Error).message}`, {
    exitCode: ExitCode.usage,
    code: 'change-set-file',
    hint: 'name another file',
    cause,
  });

import { z } from 'zod';
import type { Repository } from '../adapters/backup/repository.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { type BackupSeal, sealPaths, sealSchema } from './backup-seal.ts';

/** @throws GomeetError (critical, `backup-damaged`) when a bit of it differs */
export async function readSeal(repository: Repository, label: string): Promise<BackupSeal> {
  const seal = sealSchema.safeParse(
    JSON.parse((await repository.read(sealPaths(label).seal)).toString('utf8')),
  );
  if (seal.success) return seal.data;
  throw new GomeetError(`the seal of backup ${label} was written by another version of gomeet`, {
    exitCode: ExitCode.critical,
    code: 'backup-version',
    hint: 'verify and restore it with the version that made it',
    cause: seal.error,
  });
}

/** The platform's own files, by name. */
export async function readConfiguration(
  repository: Repository,
  label: string,
): Promise<Record<string, string>> {
  const text = (await repository.read(sealPaths(label).configuration)).toString('utf8');
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

/** The password that opens the restored database: its roles are as they were then. */
export function databasePasswordIn(configuration: Readonly<Record<string, string>>): string {
  return z.object({ databasePassword: z.string() }).parse(JSON.parse(configuration['secrets.json'] ?? '{}'))
    .databasePassword;
}

/** The password of the role by which servers copy one another; undefined when the backup's platform knew none. */
export function replicationPasswordIn(configuration: Readonly<Record<string, string>>): string | undefined {
  return z
    .object({ replicationPassword: z.string().optional() })
    .parse(JSON.parse(configuration['secrets.json'] ?? '{}')).replicationPassword;
}

/** Which profile the backup's platform had. */
export function profileIn(configuration: Readonly<Record<string, string>>): 'lean' | 'ha' {
  return z
    .object({ profile: z.enum(['lean', 'ha']).default('lean') })
    .parse(JSON.parse(configuration['profile.json'] ?? '{}')).profile;
}

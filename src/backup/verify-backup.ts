import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Repository } from '../adapters/backup/repository.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { BaseBackup } from './backup-catalogue.ts';
import { type BackupSeal, isFileOf, sealPaths } from './backup-seal.ts';
import { type BackupWorld, type Phase, phasesOf } from './backup-world.ts';
import { chooseBackup } from './choose-backup.ts';
import { compareFiles, compareTables } from './compare-backup.ts';
import { readCatalogue } from './read-catalogue.ts';
import { databasePasswordIn, readConfiguration, readSeal } from './read-seal.ts';

export interface Verification {
  readonly label: string;
  readonly isWhole: boolean;
  /** What is wrong, each in a sentence. */
  readonly findings: readonly string[];
  readonly files: number;
  readonly tables: number;
  readonly rows: number;
  readonly redisKeys: number;
  readonly phases: readonly Phase[];
}

/**
 * Restores a backup into a database of its own, recovers it to the point at which its rows were counted, and compares every table
 * with that count. Before that every stored byte is compared with its checksum: with a finding there nothing is restored.
 *
 * @param request.label undefined is the newest
 */
export async function verifyBackup(
  ctx: BackupWorld,
  request: { readonly label?: string | undefined } = {},
): Promise<Verification> {
  const backups = await ctx.backups();
  const repository = backups.open();
  const catalogue = await readCatalogue(repository);
  const backup = chooseBackup(catalogue, { label: request.label });
  const { phases, run } = phasesOf(ctx);
  const seal = await damaged(() => readSeal(repository, backup.label));
  const redis = seal && (await damaged(() => repository.read(sealPaths(backup.label).redis)));
  const configuration = seal && (await damaged(() => readConfiguration(repository, backup.label)));
  const result = (findings: readonly string[]): Verification => ({
    label: backup.label,
    isWhole: findings.length === 0,
    findings,
    files: seal?.files.length ?? 0,
    tables: seal?.tables.length ?? 0,
    rows: seal?.tables.reduce((sum, { rows }) => sum + rows, 0) ?? 0,
    redisKeys: seal?.redis.keys ?? 0,
    phases,
  });
  if (!seal || !redis || !configuration)
    return result(['the seal, the copy of Redis or the configuration is damaged, missing or of another key']);
  const stored = await run('compare the stored files', async () => [
    ...(await storedFindings(repository, catalogue, backup, seal)),
    ...(await repository.verify()),
  ]);
  const copied = await run('check the copy of Redis', async () => {
    const isSame = createHash('sha256').update(redis).digest('hex') === seal.redis.sha256;
    const keys = await backups.copies.checkRedis(redis);
    return isSame && keys === seal.redis.keys
      ? []
      : [`the copy of Redis has ${keys ?? 'no readable'} keys, not ${seal.redis.keys}`];
  });
  if (stored.length + copied.length > 0) return result([...stored, ...copied]);
  const settings = backups.settings();
  using scratch = backups.copies.scratch(settings?.folder ?? '', settings?.user);
  const dataDirectory = join(scratch.path, 'data');
  await run('restore it into a scratch database', () =>
    repository.restore({
      into: dataDirectory,
      label: backup.label,
      target: { kind: 'point', name: seal.point },
      resume: false,
    }),
  );
  await using server = await run('recover to the counted point', () =>
    backups.copies.recover({
      dataDirectory,
      user: settings?.user,
      password: databasePasswordIn(configuration),
      durable: false,
    }),
  );
  return result(
    await run('compare every table', async () => compareTables(seal.tables, await server.fingerprints())),
  );
}

/** A backup is no better than those whose files it refers to. */
async function storedFindings(
  repository: Repository,
  catalogue: readonly BaseBackup[],
  backup: BaseBackup,
  seal: BackupSeal,
): Promise<string[]> {
  const seals = [seal];
  for (const label of backup.references) {
    const isKnown = catalogue.some((candidate) => candidate.label === label && candidate.isSealed);
    if (isKnown) seals.push(await readSeal(repository, label));
  }
  const present = [...(await repository.list('backup')), ...(await repository.list('archive'))];
  const paths = new Set(present.map(({ path }) => path));
  const stored = new Map<string, string>();
  const sealed = seals.flatMap(({ files }) => files);
  for (const { path } of sealed.filter((file) => paths.has(file.path)))
    stored.set(path, await repository.digest(path));
  const known = new Set(sealed.map(({ path }) => path));
  // The archive goes on growing; a base backup does not.
  const added = present.filter(
    ({ path }) => path.startsWith('backup/') && isFileOf(backup, path) && !known.has(path),
  );
  return [
    ...compareFiles(sealed, stored),
    ...added.map(({ path }) => `${path} was not there when the backup was sealed`),
    ...(await twinFindings(repository)),
  ];
}

/** pgBackRest keeps its two catalogues twice and goes by the other when one is damaged; here that is a finding all the same. */
async function twinFindings(repository: Repository): Promise<string[]> {
  const findings: string[] = [];
  for (const path of ['backup/gomeet/backup.info', 'archive/gomeet/archive.info']) {
    const [one, other] = await Promise.all(
      [path, `${path}.copy`].map((name) => repository.decrypted(name).catch(() => undefined)),
    );
    if (one === undefined || other === undefined || !one.equals(other))
      findings.push(`${path} or its copy is damaged or missing`);
  }
  return findings;
}

/** Undefined where the document is damaged; an interruption or an unreachable storage stays an error. */
async function damaged<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    const isDamage = error instanceof GomeetError && error.exitCode === ExitCode.critical;
    if (isDamage || (error instanceof GomeetError && error.code === 'no-backup')) return undefined;
    throw error;
  }
}

import { z } from 'zod';

/** A base backup, as the storage's catalogue has it. Times are milliseconds since 1970, in whole seconds. */
export interface BaseBackup {
  /** pgBackRest's name of it, such as 20261121-223108F. */
  readonly label: string;
  readonly type: 'full' | 'incremental';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly databaseBytes: number;
  /** What this backup alone added to the storage, compressed. */
  readonly storedBytes: number;
  /** First segment of the log that it needs. */
  readonly firstSegment: string;
  /** The backups that hold files of it. */
  readonly references: readonly string[];
  /** Whether counts, checksums, Redis and configuration lie beside it: a backup that was interrupted lacks them. */
  readonly isSealed: boolean;
}

const infoSchema = z.array(
  z.object({
    backup: z.array(
      z.object({
        label: z.string(),
        type: z.enum(['full', 'incr', 'diff']),
        timestamp: z.object({ start: z.number(), stop: z.number() }),
        info: z.object({ size: z.number(), repository: z.object({ delta: z.number() }) }),
        archive: z.object({ start: z.string() }),
        reference: z.array(z.string()).nullable(),
      }),
    ),
  }),
);

/** @param info what `pgbackrest info` printed; @param sealedLabels those with a seal. The oldest is first. */
export function catalogueOf(info: unknown, sealedLabels: ReadonlySet<string>): BaseBackup[] {
  const [stanza] = infoSchema.parse(info);
  return (stanza?.backup ?? []).map(({ label, type, timestamp, info: sizes, archive, reference }) => ({
    label,
    type: type === 'full' ? 'full' : 'incremental',
    startedAt: timestamp.start * 1000,
    endedAt: timestamp.stop * 1000,
    databaseBytes: sizes.size,
    storedBytes: sizes.repository.delta,
    firstSegment: archive.start,
    references: reference ?? [],
    isSealed: sealedLabels.has(label),
  }));
}

const dayMs = 86_400_000;

/** A full one a week, and in between only what changed since the last. */
export function typeFor(backups: readonly BaseBackup[], now: number): 'full' | 'incr' {
  const full = backups.findLast(({ type }) => type === 'full');
  return full === undefined || now - full.endedAt >= 7 * dayMs ? 'full' : 'incr';
}

/**
 * The newest whole backup that had ended before the wanted time: recovery goes forward from there. Ends are known to the second,
 * so one that ended within the wanted second may be too young.
 *
 * @param to undefined is the newest of all
 */
export function backupFor(backups: readonly BaseBackup[], to: number | undefined): BaseBackup | undefined {
  const sealed = backups.filter(({ isSealed }) => isSealed);
  if (to === undefined) return sealed.at(-1);
  return sealed.findLast(({ endedAt }) => endedAt < Math.floor(to / 1000) * 1000);
}

import { z } from 'zod';
import type { BaseBackup } from './backup-catalogue.ts';

/** Files and documents of a backup that are ours, below the storage's root. */
export const sealPaths = (label: string) => ({
  folder: `gomeet/${label}`,
  seal: `gomeet/${label}/seal`,
  redis: `gomeet/${label}/redis`,
  configuration: `gomeet/${label}/configuration`,
});

/**
 * What a backup held when it was made, to compare with when it is verified. Sealed (AES-256-GCM) with the platform's key, so that
 * whoever can write to the storage cannot make a damaged backup look whole.
 */
export const sealSchema = z.strictObject({
  schema: z.literal('gomeet.backup-seal/v1'),
  label: z.string(),
  sealedAt: z.string(),
  /** Name of the point in the log at which the tables are as below. */
  point: z.string(),
  tables: z.array(z.strictObject({ table: z.string(), rows: z.number(), checksum: z.string() })),
  redis: z.strictObject({ keys: z.number(), bytes: z.number(), sha256: z.string() }),
  /** As they lie in the storage. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type BackupSeal = z.output<typeof sealSchema>;

/** Points of the log have names of at most 63 bytes. */
export const pointOf = (label: string): string => `gomeet-${label}`;

/**
 * The files that a backup consists of and that never change, with the histories of timelines that a recovery reads; pgBackRest itself
 * keeps checksums of the log's segments.
 */
export function isFileOf(backup: BaseBackup, path: string): boolean {
  if (path.startsWith('archive/gomeet/'))
    return (
      path.endsWith('.history') || (path.includes(`/${backup.firstSegment}.`) && path.endsWith('.backup'))
    );
  return (
    path.startsWith(`backup/gomeet/${backup.label}/`) ||
    (path.includes('/backup.history/') && path.endsWith(`/${backup.label}.manifest.gz`))
  );
}

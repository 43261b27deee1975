import { z } from 'zod';

/** A backup as programs read it; times are milliseconds since 1970. */
export const backupData = z.strictObject({
  label: z.string(),
  type: z.enum(['full', 'incremental']),
  startedAt: z.number(),
  endedAt: z.number(),
  databaseBytes: z.number(),
  storedBytes: z.number().describe('what this backup added to the storage'),
  firstSegment: z.string(),
  references: z.array(z.string()).describe('backups that hold files of it'),
  isSealed: z.boolean().describe('false for one that was interrupted'),
});

export const phasesData = z.array(z.strictObject({ name: z.string(), durationMs: z.number() }));

export const restorablePointData = z.strictObject({ at: z.string(), ageSeconds: z.number() });

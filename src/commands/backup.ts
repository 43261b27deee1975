import { z } from 'zod';
import { backupView } from '../backup/backup-view.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { storageText } from '../backup/storage.ts';
import { tellBackupTimes } from '../backup/tell-backup-times.ts';
import { backupData, phasesData } from './backup/backup-data.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

export const backup = defineCommand({
  description:
    'Backs up the database, Redis and the configuration of the platform on this machine: encrypted, counted, and from then on with the log of every change, so that it can be restored to any moment. Base backups are kept for 30 days.',
  examples: [
    'gomeet backup',
    'gomeet backup --storage /mnt/backups',
    'gomeet backup --storage "s3://vault/gomeet?endpoint=sgp1.digitaloceanspaces.com&region=sgp1"',
    'gomeet backup verify',
    'gomeet backup list',
  ],
  next: 'gomeet backup verify',
  arguments: {},
  flags: {
    storage: {
      flags: '--storage <place>',
      description:
        'folder or s3://bucket/folder?endpoint=…&region=…; remembered (default: beside the database)',
      schema: storageText,
    },
    type: {
      flags: '--type <type>',
      description: 'full, or incremental (default: a full one a week)',
      schema: oneOf(['full', 'incremental']),
    },
  },
  data: z.strictObject({
    backup: backupData,
    storage: z.string(),
    keyFile: z.string().describe('without it the backup cannot be read'),
    tables: z.number(),
    rows: z.number(),
    redisKeys: z.number(),
    phases: phasesData,
    expired: z.array(z.string()),
  }),
  async run(ctx, { storage, type }) {
    await using _lock = await (await ctx.localTarget()).lock('backup');
    const report = await makeBackup(ctx, { storage, type });
    await tellBackupTimes(ctx);
    return {
      data: {
        ...report,
        backup: backupData.parse(report.backup),
        phases: [...report.phases],
        expired: [...report.expired],
      },
      text: backupView(report),
    };
  },
});

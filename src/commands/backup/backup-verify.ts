import { z } from 'zod';
import { verificationView } from '../../backup/backup-view.ts';
import { tellBackupTimes } from '../../backup/tell-backup-times.ts';
import { verifyBackup } from '../../backup/verify-backup.ts';
import { ExitCode } from '../../errors.ts';
import { defineCommand } from '../command.ts';
import { phasesData } from './backup-data.ts';

export const backupVerify = defineCommand({
  description:
    'Proves that a backup can be restored: compares every stored byte with its checksum, restores it into a scratch database, and compares every table with what was counted at the backup. One changed bit is exit code 4.',
  examples: ['gomeet backup verify', 'gomeet backup verify 20261121-223108F'],
  next: 'gomeet backup list',
  arguments: {
    label: {
      name: '[backup]',
      description: 'its name, as gomeet backup list shows it (default: the newest)',
      schema: z.string().regex(/^\d{8}-\d{6}F(_\d{8}-\d{6}[ID])?$/, {
        error: 'accepted: a name such as 20261121-223108F; gomeet backup list shows them',
      }),
    },
  },
  flags: {},
  data: z.strictObject({
    label: z.string(),
    isWhole: z.boolean(),
    findings: z.array(z.string()),
    files: z.number(),
    tables: z.number(),
    rows: z.number(),
    redisKeys: z.number(),
    phases: phasesData,
  }),
  async run(ctx, { label }) {
    await using _lock = await (await ctx.localTarget()).lock('backup verify');
    const found = await verifyBackup(ctx, { label });
    if (found.isWhole) (await ctx.backups()).rememberVerified(ctx.now());
    await tellBackupTimes(ctx);
    return {
      data: { ...found, findings: [...found.findings], phases: [...found.phases] },
      text: verificationView(found),
      exitCode: found.isWhole ? ExitCode.ok : ExitCode.critical,
    };
  },
});

import { z } from 'zod';
import { planRestore } from '../backup/plan-restore.ts';
import { restorePlatform } from '../backup/restore-platform.ts';
import { restoreTime } from '../backup/restore-time.ts';
import { restorePlanView, restoreView } from '../backup/restore-view.ts';
import { storageText } from '../backup/storage.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { phasesData } from './backup/backup-data.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

export const restore = defineCommand({
  description:
    'Brings the data of the platform on this machine back, to any moment that the archive covers. Shows what it replaces and asks; the present data stay aside. The platform serves until the copy is ready.',
  examples: [
    'gomeet restore --to 2026-11-21T14:05:30Z',
    'gomeet restore',
    'gomeet restore --storage /mnt/backups --key-file ./backup.key',
  ],
  next: 'gomeet health-check · gomeet backup --type full',
  arguments: {},
  flags: {
    to: {
      flags: '--to <time>',
      description: 'such as 2026-11-21T14:05:30.250Z (default: everything that the archive has)',
      schema: restoreTime,
    },
    storage: {
      flags: '--storage <place>',
      description: 'backups of another platform, as gomeet backup --storage writes them',
      schema: storageText,
    },
    keyFile: {
      flags: '--key-file <file>',
      description: 'key of that platform (its .gomeet/backup/key)',
      schema: z.string().min(1),
    },
    redis: {
      flags: '--redis <choice>',
      description: 'keep, copy (of the backup) or empty (default: keep; copy with --storage)',
      schema: oneOf(['keep', 'copy', 'empty']),
    },
  },
  data: z.strictObject({
    label: z.string(),
    to: z.string().nullable(),
    lastTransactionAt: z.string().nullable(),
    redis: z.enum(['keep', 'copy', 'empty']),
    keptAside: z.array(z.string()),
    changedConfiguration: z.array(z.string()),
    phases: phasesData,
    downtimeMs: z.number(),
  }),
  async run(ctx, { to, storage, keyFile, redis }) {
    if (keyFile !== undefined && storage === undefined) throw keyWithoutStorage();
    await using _lock = await (await ctx.localTarget()).lock('restore');
    const plan = await planRestore(ctx, { to, storage, keyFile, redis });
    ctx.progress.note(restorePlanView(plan));
    if (!(await (await ctx.prompts()).confirm('Replace the data of this platform?', '--yes')))
      throw declined();
    const report = await restorePlatform(ctx, plan);
    const { changedConfiguration, keptAside, phases } = report;
    return {
      data: {
        ...report,
        changedConfiguration: [...changedConfiguration],
        keptAside: [...keptAside],
        phases: [...phases],
      },
      text: restoreView(report),
    };
  },
});

const keyWithoutStorage = (): GomeetError =>
  new GomeetError('--key-file belongs to the backups of another platform: --storage is missing', {
    exitCode: ExitCode.usage,
    code: 'invalid-option',
    hint: 'gomeet restore --help',
  });

const declined = (): GomeetError =>
  new GomeetError('nothing was restored', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet backup list',
  });

import { z } from 'zod';
import { backupListView } from '../../backup/backup-view.ts';
import { restorablePointIn } from '../../backup/newest-restorable-point.ts';
import { readCatalogue } from '../../backup/read-catalogue.ts';
import { storageName } from '../../backup/storage.ts';
import { defineCommand } from '../command.ts';
import { backupData, restorablePointData } from './backup-data.ts';

export const backupList = defineCommand({
  description: 'Lists the backups in the storage, and from when to when a restore is possible.',
  examples: ['gomeet backup list', 'gomeet backup list --json'],
  next: 'gomeet backup verify · gomeet restore --help',
  arguments: {},
  flags: {},
  data: z.strictObject({
    storage: z.string(),
    backups: z.array(backupData),
    restorable: z.strictObject({ from: z.string(), to: restorablePointData }).nullable(),
  }),
  async run(ctx) {
    const backups = await ctx.backups();
    const repository = backups.open();
    const catalogue = await readCatalogue(repository);
    const oldest = catalogue.find(({ isSealed }) => isSealed);
    const point = await restorablePointIn(ctx, repository);
    // A time within the second in which the oldest ended may be too early for it.
    const from = oldest && new Date(oldest.endedAt + 1000).toISOString();
    const restorable = from === undefined || point === null ? null : { from, point };
    const settings = backups.settings();
    const storage = settings === undefined ? '' : storageName(settings.storage);
    return {
      data: {
        storage,
        backups: catalogue.map((found) => backupData.parse(found)),
        restorable: restorable && { from: restorable.from, to: restorable.point },
      },
      text: backupListView(storage, catalogue, restorable),
    };
  },
});

import { z } from 'zod';
import { dayOf } from '../../pricing/catalogue-age.ts';
import { catalogueDiffSchema } from '../../pricing/catalogue-diff.ts';
import { planRefresh, writeRefresh } from '../../pricing/refresh-catalogue.ts';
import { refreshSummary, refreshView } from '../../pricing/refresh-catalogue-view.ts';
import { defineCommand } from '../command.ts';
import { oneOf, onOff } from '../flag-schemas.ts';

export const catalogRefresh = defineCommand({
  description:
    'Reads today’s sizes and prices from the provider, shows what changed, asks and writes. The token comes from DIGITALOCEAN_TOKEN or from a file.',
  examples: [
    'gomeet cost catalog refresh --provider digitalocean --dry-run',
    'gomeet cost catalog refresh --provider digitalocean --token-file ~/.do-token --yes',
  ],
  next: 'gomeet cost catalog verify',
  arguments: {},
  flags: {
    provider: {
      flags: '--provider <name>',
      description: 'digitalocean, the only one whose prices can be asked for',
      schema: oneOf(['digitalocean']),
    },
    tokenFile: {
      flags: '--token-file <path>',
      description: 'file that holds the API token (default: DIGITALOCEAN_TOKEN)',
      schema: z.string().min(1),
    },
    dryRun: { flags: '--dry-run', description: 'show what changed and write nothing', schema: onOff },
  },
  data: z.strictObject({
    provider: z.literal('digitalocean'),
    sizes: z.int(),
    diff: catalogueDiffSchema,
    file: z.string(),
    isWritten: z.boolean(),
  }),
  async run(ctx, { provider = 'digitalocean', tokenFile, dryRun = false }) {
    const digitalOcean = await ctx.digitalOcean(tokenFile);
    const refresh = await planRefresh(ctx.projectRoot, await digitalOcean.listSizes(), {
      day: dayOf(ctx.now()),
      url: digitalOcean.sizesUrl,
    });
    const data = { provider, sizes: refresh.sizes, diff: refresh.diff, file: refresh.path };
    if (dryRun) return { data: { ...data, isWritten: false }, text: refreshView(refresh, 'dry run') };
    ctx.progress.note(refreshView(refresh, 'planned'));
    const isWritten = await (await ctx.prompts()).confirm(`Write ${refresh.path}?`, '--yes');
    if (isWritten) await writeRefresh(ctx.projectRoot, refresh);
    return { data: { ...data, isWritten }, text: refreshSummary(refresh, isWritten) };
  },
});

import { z } from 'zod';
import { catalogueDiff, catalogueDiffSchema } from '../../pricing/catalogue-diff.ts';
import { catalogueDiffView } from '../../pricing/catalogue-diff-view.ts';
import { readPriceList } from '../../pricing/read-catalogue.ts';
import { defineCommand } from '../command.ts';

const list = (which: string) => ({
  name: `<${which}>`,
  description: `${which} price list: a day such as 2026-11-20, or a file`,
  schema: z.string().min(1),
});

export const catalogDiff = defineCommand({
  description:
    'What differs between two price lists of one provider: sizes that came and went, prices, limits.',
  examples: [
    'gomeet cost catalog diff 2026-11-20 2026-12-01',
    'gomeet cost catalog diff old.json new.json --json',
  ],
  next: 'gomeet cost catalog verify',
  arguments: { older: list('older'), newer: list('newer') },
  flags: {
    provider: {
      flags: '--provider <name>',
      description: 'whose days are meant (default: digitalocean)',
      schema: z.string().min(1),
    },
  },
  data: z.strictObject({ older: z.string(), newer: z.string(), diff: catalogueDiffSchema }),
  async run(ctx, { older = '', newer = '', provider = 'digitalocean' }) {
    const before = await readPriceList(ctx, provider, older);
    const after = await readPriceList(ctx, provider, newer);
    const diff = catalogueDiff(before.content, after.content);
    return {
      data: { older: before.path, newer: after.path, diff },
      text: `${before.path} → ${after.path}\n\n${catalogueDiffView(diff)}`,
    };
  },
});

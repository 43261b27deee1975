import { basename } from 'node:path';
import { z } from 'zod';
import { asDecimal } from '../../pricing/bill.ts';
import { diffCosts } from '../../pricing/cost-diff.ts';
import { pricePlan } from '../../pricing/price-plan.ts';
import { costDiffView } from '../../reporting/cost-diff-view.ts';
import { defineCommand } from '../command.ts';
import { costFlags } from './cost-flags.ts';

const amount = z.string().nullable().describe('money as a decimal string; null: not known');
const file = (what: string) => ({ description: `a plan.json: ${what}`, schema: z.string().min(1) });

export const costDiff = defineCommand({
  description:
    'What one plan costs more or less than another a month, line by line, the largest change first.',
  examples: [
    'gomeet cost diff before.json after.json',
    'gomeet cost diff before.json after.json --schedule elastic --json',
  ],
  next: 'gomeet cost --compare',
  arguments: {
    before: { name: '<before>', ...file('what it is compared with') },
    after: { name: '<after>', ...file('what is compared') },
  },
  flags: costFlags,
  data: z.strictObject({
    currency: z.enum(['USD', 'EUR']),
    before: z.string(),
    after: z.string(),
    change: z.string(),
    lines: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        kind: z.enum(['added', 'removed', 'changed', 'same']),
        before: amount,
        after: amount,
        change: amount,
      }),
    ),
  }),
  async run(ctx, { before = '', after = '', maxPriceAge, ...options }) {
    const priced = (path: string) => pricePlan(ctx, { ...options, file: path, maxAgeDays: maxPriceAge });
    const [old, young] = [await priced(before), await priced(after)];
    const diff = diffCosts(old.bill, young.bill);
    return {
      data: {
        currency: diff.currency,
        before: asDecimal(diff.before),
        after: asDecimal(diff.after),
        change: asDecimal(diff.change),
        lines: diff.changes.map((line) => ({
          ...line,
          before: line.before && asDecimal(line.before),
          after: line.after && asDecimal(line.after),
          change: line.change && asDecimal(line.change),
        })),
      },
      text: costDiffView([basename(before), basename(after)], diff),
      warnings: [...new Set([...old.warnings, ...young.warnings])],
    };
  },
});

import { z } from 'zod';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { comparisonDocument, comparisonDocumentSchema } from '../pricing/compare-document.ts';
import { billDocument, billDocumentSchema } from '../pricing/cost-document.ts';
import { type FocusRow, focusRows } from '../pricing/focus.ts';
import { type PricedPlan, pricePlan } from '../pricing/price-plan.ts';
import { billCsvView, billMarkdownView } from '../reporting/bill-export-view.ts';
import { billTextView } from '../reporting/bill-text-view.ts';
import { comparisonTextView } from '../reporting/comparison-text-view.ts';
import { defineCommand } from './command.ts';
import { costFlags } from './cost/cost-flags.ts';
import { checkStudyFlags, studyBill, studyDocumentSchema, studyFlags } from './cost/study-bill.ts';
import { oneOf, onOff } from './flag-schemas.ts';

export const cost = defineCommand({
  description:
    'The monthly bill of a plan with its traffic, at list prices: of a plan.json, or of the event in gomeet.yaml (without one the reference event, 100 meetings × 500 people, eight hours on 22 days).',
  examples: [
    'gomeet cost',
    'gomeet cost plan.json --schedule elastic',
    'gomeet cost --compare',
    'gomeet cost --economics',
    'gomeet cost --report cost.html',
    'gomeet cost --format csv > bill.csv',
    'gomeet cost diff before.json after.json',
  ],
  next: 'gomeet cost --compare · gomeet cost --economics',
  arguments: {
    file: { name: '[plan]', description: 'a plan.json of gomeet plan --out', schema: z.string().min(1) },
  },
  flags: {
    provider: {
      flags: '--provider <name>',
      description: 'price its machines and traffic at this provider',
      schema: z.string().min(1),
    },
    ...costFlags,
    compare: {
      flags: '--compare',
      description: 'beside it: other providers, managed services, and from how many hours it pays',
      schema: onOff,
    },
    format: {
      flags: '--format <format>',
      description: 'table (the default), json and csv in the columns of FOCUS, md for Markdown',
      schema: oneOf(['table', 'json', 'csv', 'md']),
    },
    ...studyFlags,
  },
  data: billDocumentSchema.extend({
    plan: z.string().describe('name of the event'),
    description: z.string(),
    comparison: comparisonDocumentSchema.optional().describe('with --compare'),
    ...studyDocumentSchema.shape,
  }),
  async run(ctx, { format = 'table', maxPriceAge, economics, report, samples, seed, ...options }) {
    const asked = { economics, report, samples, seed };
    checkStudyFlags(asked, format);
    checkComparison(options.compare === true, format);
    const compare = options.compare === true || report !== undefined;
    const priced = await pricePlan(ctx, { ...options, compare, maxAgeDays: maxPriceAge });
    const study = await studyBill(ctx, priced, asked);
    const { plan, bill, unitCosts, variants, description, comparison, warnings } = priced;
    return {
      data: {
        ...billDocument(bill, unitCosts, variants),
        plan: plan.name,
        description,
        ...(comparison === null ? {} : { comparison: comparisonDocument(comparison) }),
        ...study.data,
      },
      text: [textOf(ctx, priced, format), ...(study.text === '' ? [] : [study.text])].join('\n\n'),
      isVerbatim: format !== 'table',
      warnings: [...warnings, ...study.warnings],
    };
  },
});

/** @throws GomeetError (usage) where the format has no place for what is asked */
function checkComparison(compare: boolean, format: string): void {
  if (!compare || format === 'table') return;
  throw new GomeetError(`--compare is text: --format ${format} holds the bill alone`, {
    exitCode: ExitCode.usage,
    code: 'contradiction',
    hint: 'gomeet cost --compare --json, or without --format',
  });
}

function textOf(
  ctx: Pick<Context, 'now' | 'stdout'>,
  priced: PricedPlan,
  format: 'table' | 'json' | 'csv' | 'md',
): string {
  const { plan, bill, comparison } = priced;
  switch (format) {
    case 'json':
      return JSON.stringify(monthOf(ctx, priced), null, 2);
    case 'csv':
      return billCsvView(monthOf(ctx, priced));
    case 'md':
      return billMarkdownView(plan.name, bill);
    default: {
      const text = billTextView({ ...priced, name: plan.name }, ctx.stdout.columns);
      return comparison === null ? text : `${text}\n\n${comparisonTextView(comparison)}`;
    }
  }
}

/** The bill of this month in the columns of FOCUS; its periods are half open, so that the end is the first of the next. */
function monthOf({ now }: Pick<Context, 'now'>, { bill }: PricedPlan): readonly FocusRow[] {
  const today = new Date(now());
  const first = (months: number): string =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1)).toISOString();
  return focusRows(bill, first(0), first(1));
}

import { resolve } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type CostStudy, studyCost } from '../../pricing/cost-study.ts';
import { economicsDocument, economicsDocumentSchema } from '../../pricing/economics-document.ts';
import type { PricedPlan } from '../../pricing/price-plan.ts';
import {
  rangeDocument,
  rangeDocumentSchema,
  sensitivityDocument,
  sensitivityDocumentSchema,
} from '../../pricing/sensitivity-document.ts';
import { costComparisonOf } from '../../reporting/cost-comparison.ts';
import { economicsView, sensitivityView } from '../../reporting/economics-view.ts';
import { writeCostReport } from '../../reporting/write-cost-report.ts';
import { onOff, wholeNumber } from '../flag-schemas.ts';

/** Flags of `cost` that ask for more than the bill. */
export const studyFlags = {
  economics: {
    flags: '--economics',
    description:
      'beside it: three scenarios with margin, CAC, CLV, ROI and break-even, what moves the bill, and its spread',
    schema: onOff,
  },
  report: {
    flags: '--report <file>',
    description: 'write all of it, with charts and the comparison, as one page of HTML',
    schema: z.string().min(1),
  },
  samples: {
    flags: '--samples <n>',
    description: 'draws for the spread of the bill (10,000)',
    schema: wholeNumber({ min: 1, max: 1_000_000, unit: 'draws' }),
  },
  seed: {
    flags: '--seed <n>',
    description: 'start of the draws: the same seed, the same numbers (1)',
    schema: wholeNumber({ min: 0, max: 2 ** 31 - 1 }),
  },
} as const;

/** What these flags add to the data of `cost`. */
export const studyDocumentSchema = z.object({
  economics: economicsDocumentSchema.optional().describe('with --economics'),
  sensitivity: sensitivityDocumentSchema.optional(),
  range: rangeDocumentSchema.optional(),
  report: z.string().optional().describe('the page that was written'),
});

export interface StudyFlags {
  readonly economics?: boolean | undefined;
  readonly report?: string | undefined;
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
}

export interface StudiedBill {
  readonly data: z.output<typeof studyDocumentSchema>;
  /** Follows the bill; empty where nothing was asked for. */
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Refuses flags that contradict one another, before anything is reckoned. @throws GomeetError (usage) */
export function checkStudyFlags({ economics, report, samples, seed }: StudyFlags, format: string): void {
  const contradiction = (message: string, hint: string): GomeetError =>
    new GomeetError(message, { exitCode: ExitCode.usage, code: 'contradiction', hint });
  if (economics && format !== 'table')
    throw contradiction(
      `--economics is text: --format ${format} holds the bill alone`,
      'gomeet cost --economics --json, or without --format',
    );
  if (!economics && report === undefined && (samples !== undefined || seed !== undefined))
    throw contradiction('--samples and --seed are for the spread of the bill', 'gomeet cost --economics');
}

/** Does what the flags ask for: the economics as text and data, and the page. */
export async function studyBill(
  ctx: Pick<Context, 'cwd' | 'projectRoot' | 'config' | 'now' | 'breathe'>,
  priced: PricedPlan,
  { economics, report, samples = 10_000, seed = 1 }: StudyFlags,
): Promise<StudiedBill> {
  if (!economics && report === undefined) return { data: {}, text: '', warnings: [] };
  const { breathe } = ctx;
  const study = await studyCost(priced, (await ctx.config()).values.economics, { samples, seed, breathe });
  if (report !== undefined) await writePage(ctx, priced, study, report);
  return {
    data: { ...(economics ? documentOf(study) : {}), ...(report === undefined ? {} : { report }) },
    text: [
      ...(economics ? [textOf(study)] : []),
      ...(report === undefined ? [] : [`The page is ${report}.`]),
    ].join('\n'),
    warnings: study.warnings,
  };
}

const documentOf = ({ economics, sensitivity, range }: CostStudy): StudiedBill['data'] => ({
  economics: economicsDocument(economics),
  ...(sensitivity === null ? {} : { sensitivity: sensitivityDocument(sensitivity) }),
  ...(range === null ? {} : { range: rangeDocument(range) }),
});

const textOf = ({ economics, sensitivity, range }: CostStudy): string =>
  [economicsView(economics), ...(sensitivity === null ? [] : [sensitivityView(sensitivity, range)])].join(
    '\n',
  );

async function writePage(
  { cwd, projectRoot, now }: Pick<Context, 'cwd' | 'projectRoot' | 'now'>,
  priced: PricedPlan,
  { economics, sensitivity, range, warnings }: CostStudy,
  file: string,
): Promise<void> {
  const { plan, description, bill, unitCosts, variants, levers, comparison } = priced;
  await writeCostReport(projectRoot, resolve(cwd, file), {
    name: plan.name,
    description,
    day: new Date(now()).toISOString().slice(0, 'YYYY-MM-DD'.length),
    bill,
    unitCosts,
    variants,
    levers,
    sensitivity,
    range,
    economics,
    comparison: comparison === null ? null : costComparisonOf(comparison, bill.provider),
    warnings: [...new Set([...plan.warnings, ...priced.warnings, ...warnings])],
  });
}

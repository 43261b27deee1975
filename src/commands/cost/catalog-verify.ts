import { z } from 'zod';
import { ExitCode } from '../../errors.ts';
import { dayOf, MAX_PRICE_AGE_DAYS } from '../../pricing/catalogue-age.ts';
import { verificationView } from '../../pricing/catalogue-verification-view.ts';
import { verifyCatalogue } from '../../pricing/verify-catalogue.ts';
import { defineCommand } from '../command.ts';
import { maxPriceAge } from './price-age-flag.ts';

export const catalogVerify = defineCommand({
  description:
    'Checks every file of the catalogue: broken rows and clashes (exit 2), prices that are too old (exit 3), and what is not known.',
  examples: ['gomeet cost catalog verify', 'gomeet cost catalog verify --max-price-age 180d'],
  next: 'gomeet cost',
  arguments: {},
  flags: { maxPriceAge },
  data: z.strictObject({
    maxPriceAgeDays: z.int(),
    providers: z.array(z.strictObject({ id: z.string(), file: z.string(), rows: z.int() })),
    findings: z.array(
      z.strictObject({
        severity: z.enum(['error', 'warning', 'note']),
        code: z.string(),
        file: z.string(),
        line: z.int().nullable(),
        rows: z.array(z.string()),
        message: z.string(),
      }),
    ),
  }),
  async run(ctx, { maxPriceAge: maxPriceAgeDays = MAX_PRICE_AGE_DAYS }) {
    const found = await verifyCatalogue(ctx.projectRoot, dayOf(ctx.now()), maxPriceAgeDays);
    const has = (severity: string): boolean =>
      found.findings.some((finding) => finding.severity === severity);
    return {
      data: {
        maxPriceAgeDays,
        providers: [...found.providers],
        findings: found.findings.map((finding) => ({ ...finding, rows: [...finding.rows] })),
      },
      text: verificationView(found, maxPriceAgeDays),
      exitCode: has('error') ? ExitCode.usage : has('warning') ? ExitCode.missed : ExitCode.ok,
    };
  },
});

import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { judgePlan } from '../../audit/judge-plan.ts';
import { DRILLS } from '../../drills/catalogue/index.ts';
import { readCalibration } from '../../planning/calibration/read-calibration.ts';
import { studyCost } from '../../pricing/cost-study.ts';
import { pricePlan } from '../../pricing/price-plan.ts';
import { readinessOf } from '../../reporting/readiness/area.ts';
import { areasOf } from '../../reporting/readiness/areas.ts';
import type { ReadinessFacts } from '../../reporting/readiness/facts.ts';
import { readinessTextView } from '../../reporting/readiness/readiness-text-view.ts';
import { writeReadiness } from '../../reporting/readiness/write-readiness.ts';
import { readinessFolder } from '../../reporting/serve-reports.ts';
import { listRuns } from '../../results/list-runs.ts';
import { STATUSES } from '../../results/verdict.ts';
import { judgeRoadmap } from '../../roadmap/judge-roadmap.ts';
import { readRoadmap } from '../../roadmap/read-roadmap.ts';
import { defineCommand } from '../command.ts';
import { wholeNumber } from '../flag-schemas.ts';
import { runsDirectoryOf } from './chosen-runs.ts';

/** The fit that gomeet was shipped with; the user's own says more about the user's machines. */
const SHIPPED_CALIBRATION = join('catalog', 'calibration', 'amd-epyc-2-cores.json');

export const reportReadiness = defineCommand({
  description:
    'For managers: is the platform ready for the event, what does it cost, what is in the way. Made from the plan, its audit, bill and economics, every recorded run, drill and health check, and the tasks. Writes pages that need no network; the first is whole by itself.',
  examples: [
    'gomeet report readiness',
    'gomeet report readiness --plan plan.json --out board',
    'gomeet report pdf reports/readiness/index.html',
  ],
  next: 'gomeet report pdf --help',
  arguments: {},
  flags: {
    plan: {
      flags: '--plan <file>',
      description: 'a plan.json of gomeet plan (default: the plan of gomeet.yaml)',
      schema: z.string().min(1),
    },
    calibration: {
      flags: '--calibration <file>',
      description: 'the fit whose residuals are shown (default: that of gomeet’s own runs)',
      schema: z.string().min(1),
    },
    samples: {
      flags: '--samples <n>',
      description: 'draws for the spread of the bill (2,000)',
      schema: wholeNumber({ min: 1, max: 1_000_000, unit: 'draws' }),
    },
    out: {
      flags: '--out <folder>',
      description: 'where the pages go (default: readiness, beside the folder of the runs)',
      schema: z.string().min(1),
    },
  },
  data: z.strictObject({
    readiness: z.enum(['READY', 'NOT READY', 'NOT PROVEN']),
    areas: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status: z.enum(STATUSES),
        because: z.string(),
        evidence: z.array(z.strictObject({ text: z.string(), href: z.string().nullable() })),
        next: z.string().nullable(),
      }),
    ),
    pages: z.array(z.string()),
  }),
  async run(ctx, { plan: file, calibration, samples = 2_000, out }) {
    const runsDirectory = await runsDirectoryOf(ctx);
    const fit =
      calibration === undefined ? join(ctx.projectRoot, SHIPPED_CALIBRATION) : resolve(ctx.cwd, calibration);
    // What was named is read before anything is reckoned.
    const profile = await readCalibration(fit);
    const folder = out === undefined ? readinessFolder(runsDirectory) : resolve(ctx.cwd, out);
    const stored = await listRuns(runsDirectory);
    const runs = stored.flatMap(({ run }) => run ?? []);
    const priced = await pricePlan(ctx, { file, compare: true });
    const inputs = (await ctx.config()).values.economics;
    const draws = { samples, seed: 1, breathe: ctx.breathe };
    const facts: ReadinessFacts = {
      madeAtMs: ctx.now(),
      priced,
      study: await studyCost(priced, inputs, draws),
      findings: (await judgePlan(ctx, file)).findings,
      calibration: profile,
      runs,
      roadmap: judgeRoadmap(await readRoadmap(ctx, undefined), runs),
      drills: DRILLS.map(({ id }) => id),
      runsBase: `${relative(folder, runsDirectory)}/`,
    };
    const pages = await writeReadiness(ctx.projectRoot, folder, facts, stored);
    const areas = areasOf(facts);
    return {
      data: {
        readiness: readinessOf(areas),
        areas: areas.map((area) => ({ ...area, evidence: [...area.evidence] })),
        pages: [...pages],
      },
      text: readinessTextView(areas, pages[0] ?? folder),
      // The page of the bill has them one by one.
      warnings:
        priced.warnings.length === 0
          ? []
          : [`${priced.warnings.length} remarks on prices (old, unknown or unconfirmed): cost.html`],
    };
  },
});

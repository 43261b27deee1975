import { resolve } from 'node:path';
import { type ConfigValues, readConfig } from '../../config.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { apiPrior } from '../../planning/api-costs.ts';
import { mediaPrior } from '../../planning/media-prior.ts';
import type { PlanInputs } from '../../planning/plan-inputs.ts';
import { isOwnPlan } from '../../planning/read-plan.ts';
import type { Catalogue } from '../../pricing/catalogue-lookup.ts';
import { nodeSizesOf } from '../../pricing/node-sizes.ts';
import { readCatalogue } from '../../pricing/read-catalogue.ts';
import { readText } from '../../read-text.ts';
import { calibrated } from './calibrated-inputs.ts';

/** Flags that stand above gomeet.yaml. */
export interface PlanFlags {
  readonly provider?: string | undefined;
  readonly region?: string | undefined;
  readonly nodeSize?: string | undefined;
  readonly growth?: number | undefined;
  readonly horizon?: number | undefined;
  readonly calibration?: string | undefined;
}

type World = Pick<Context, 'cwd' | 'env' | 'projectRoot' | 'config'>;

/** What a plan is made from: the event of a file or of gomeet.yaml, the sizes of the catalogue, costs measured or assumed. */
export async function planInputsOf(
  ctx: World,
  file: string | undefined,
  flags: PlanFlags,
): Promise<{
  readonly inputs: PlanInputs;
  readonly catalogue: Catalogue;
  readonly warnings: readonly string[];
}> {
  const values = file === undefined ? (await ctx.config()).values : await readEvent(ctx, file);
  const choices = chosen(values.plan, flags);
  const catalogue = await readCatalogue(ctx.projectRoot, choices.provider);
  const inputs: PlanInputs = {
    event: values.event,
    choices,
    costs: mediaPrior(),
    apiCosts: apiPrior(),
    sizes: nodeSizesOf(catalogue, choices.provider, choices.region),
    calibration: null,
  };
  if (flags.calibration === undefined) return { inputs, catalogue, warnings: [] };
  return { catalogue, ...(await calibrated(ctx, inputs, flags.calibration)) };
}

function chosen(plan: ConfigValues['plan'], flags: PlanFlags): ConfigValues['plan'] {
  const growthPerMonth = flags.growth ?? plan.growthPerMonth;
  if (flags.horizon !== undefined && growthPerMonth === 0)
    throw new GomeetError(
      '--horizon is how far to look ahead, and nothing grows: accepted only with --growth',
      {
        exitCode: ExitCode.usage,
        code: 'contradiction',
        hint: 'gomeet plan --growth 5%/month --horizon 12, or plan.growthPerMonth in gomeet.yaml',
      },
    );
  return {
    ...plan,
    provider: flags.provider ?? plan.provider,
    region: flags.region ?? plan.region,
    mediaNodeSize: flags.nodeSize ?? plan.mediaNodeSize,
    growthPerMonth,
    horizonMonths: flags.horizon ?? plan.horizonMonths,
  };
}

/** An event file is written like gomeet.yaml, and the environment stands above it too. */
async function readEvent({ cwd, env }: World, file: string): Promise<ConfigValues> {
  const refuse = (message: string, hint: string, cause?: unknown): GomeetError =>
    new GomeetError(message, { exitCode: ExitCode.usage, code: 'unreadable-event', hint, cause });
  const example =
    'gomeet plan plans/reference.yaml   shows what an event is: event: and plan:, as in gomeet.yaml';
  const text = await readText(resolve(cwd, file)).catch((cause: Error) => {
    throw refuse(`${file} cannot be read: ${cause.message}`, example, cause);
  });
  if (text.trim() === '') throw refuse(`${file} is empty; accepted: event: and plan:`, example);
  if (isOwnPlan(text)) throw refuse(`${file} is a plan already; accepted is an event`, `gomeet cost ${file}`);
  return readConfig({ name: file, text }, env).values;
}

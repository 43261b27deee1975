import type { Context } from '../context.ts';
import { apiPrior } from '../planning/api-costs.ts';
import { buildPlan } from '../planning/build-plan.ts';
import { mediaPrior } from '../planning/media-prior.ts';
import type { PlanDocument } from '../planning/plan.ts';
import { readPlan } from '../planning/read-plan.ts';
import type { Catalogue } from './catalogue-lookup.ts';
import { nodeSizesOf } from './node-sizes.ts';

/**
 * The plan of a file, or that of gomeet.yaml, made now from the assumptions that need no run.
 *
 * @throws GomeetError (usage) for a file that is no plan, or an event that no machine on offer can carry
 */
export async function planToPrice(
  ctx: Pick<Context, 'cwd' | 'config'>,
  file: string | undefined,
  catalogueOf: (provider: string) => Promise<Catalogue>,
): Promise<{ readonly plan: PlanDocument; readonly catalogue: Catalogue }> {
  if (file !== undefined) {
    const plan = await readPlan(ctx, file);
    return { plan, catalogue: await catalogueOf(plan.choices.provider) };
  }
  const { event, plan: choices } = (await ctx.config()).values;
  const catalogue = await catalogueOf(choices.provider);
  const { document } = buildPlan({
    event,
    choices,
    costs: mediaPrior(),
    apiCosts: apiPrior(),
    sizes: nodeSizesOf(catalogue, choices.provider, choices.region),
    calibration: null,
  });
  return { plan: document, catalogue };
}

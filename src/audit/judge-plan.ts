import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { MediaCosts } from '../planning/media-costs.ts';
import { mediaPrior } from '../planning/media-prior.ts';
import { anEvent, isEvent, isOwnPlan } from '../planning/read-plan.ts';
import { billOf } from '../pricing/bill-of.ts';
import type { PriceHistory } from '../pricing/catalogue-history.ts';
import type { Catalogue } from '../pricing/catalogue-lookup.ts';
import { catalogueWarnings } from '../pricing/catalogue-warnings.ts';
import { planToPrice } from '../pricing/plan-to-price.ts';
import { readCatalogue, readPriceHistory } from '../pricing/read-catalogue.ts';
import { readText } from '../read-text.ts';
import type { AuditedPlan } from './audited-plan.ts';
import { claimsOfPlan, costsOfPlan } from './claims-of-plan.ts';
import { auditPlan } from './findings.ts';
import { parseAuditedPlan } from './parse-audited-plan.ts';
import { first } from './pools.ts';
import { providerFactsOf, rowsUsed } from './provider-facts.ts';
import type { Finding } from './rule.ts';
import { worldOf } from './world-of.ts';

interface Judgement {
  readonly plan: AuditedPlan;
  readonly findings: readonly Finding[];
  /** Of the prices that it was judged by. */
  readonly warnings: readonly string[];
}

interface Subject {
  readonly plan: AuditedPlan;
  readonly costs: MediaCosts;
  readonly catalogue: Catalogue;
}

type Outside = Pick<Context, 'cwd' | 'projectRoot' | 'now' | 'config'>;

/**
 * Judges a written plan, a `plan.json`, or without a file the plan of gomeet.yaml, by the prices of its provider and the
 * planning model.
 *
 * @throws GomeetError (usage) for a file that is no plan, naming the line of each fault, or a provider without prices
 */
export async function judgePlan(ctx: Outside, file: string | undefined): Promise<Judgement> {
  const { plan, costs, catalogue } = await subjectOf(ctx, file);
  const provider = providerOf(plan);
  const region = first(plan.cluster.region) ?? 'sgp1';
  const facts = providerFactsOf(catalogue, provider, region, await historyOf(ctx, provider));
  const today = new Date(ctx.now()).toISOString().slice(0, 'YYYY-MM-DD'.length);
  return {
    plan,
    findings: auditPlan(plan, worldOf(facts, costs)),
    warnings: catalogueWarnings(rowsUsed(plan, catalogue, provider), today),
  };
}

async function subjectOf(ctx: Outside, file: string | undefined): Promise<Subject> {
  const text = file === undefined ? undefined : await textOf(ctx, file);
  if (file === undefined || text === undefined || isOwnPlan(text)) {
    const priced = await planToPrice(ctx, file, (provider) => readCatalogue(ctx.projectRoot, provider));
    const { plan, catalogue } = priced;
    return { plan: claimsOfPlan(plan, billOf(plan, catalogue)), costs: costsOfPlan(plan), catalogue };
  }
  if (!isWrittenPlan(text) && isEvent(text)) throw anEvent(file);
  const plan = parseAuditedPlan(file, text);
  return { plan, costs: mediaPrior(), catalogue: await readCatalogue(ctx.projectRoot, providerOf(plan)) };
}

const providerOf = (plan: AuditedPlan): string => first(plan.cluster.provider) ?? 'digitalocean';

const isWrittenPlan = (text: string): boolean => /gomeet\.audited-plan\//.test(text);

const textOf = ({ cwd }: Outside, path: string): Promise<string> =>
  readText(resolve(cwd, path)).catch((cause: Error) => {
    throw new GomeetError(`${path} cannot be read: ${cause.message}`, {
      exitCode: ExitCode.usage,
      code: 'no-plan',
      hint: 'gomeet audit plans/written-2025.yaml',
      cause,
    });
  });

/** Only DigitalOcean's prices have a history; of the others none can be said never to have been. */
const historyOf = async ({ projectRoot }: Outside, provider: string): Promise<PriceHistory | null> =>
  provider === 'digitalocean' ? await readPriceHistory(projectRoot, provider) : null;

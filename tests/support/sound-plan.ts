/** The reference plan as the audit sees it, with its bill: what the tests plant their faults in. */
import { fileURLToPath } from 'node:url';
import type { AuditedPlan } from '../../src/audit/audited-plan.ts';
import { claimsOfPlan } from '../../src/audit/claims-of-plan.ts';
import { providerFactsOf } from '../../src/audit/provider-facts.ts';
import type { World } from '../../src/audit/world.ts';
import { worldOf } from '../../src/audit/world-of.ts';
import { apiPrior } from '../../src/planning/api-costs.ts';
import { buildPlan } from '../../src/planning/build-plan.ts';
import { choicesSchema } from '../../src/planning/choices.ts';
import { eventSchema } from '../../src/planning/event.ts';
import { mediaPrior } from '../../src/planning/media-prior.ts';
import type { PlanDocument } from '../../src/planning/plan.ts';
import { billOf } from '../../src/pricing/bill-of.ts';
import { nodeSizesOf } from '../../src/pricing/node-sizes.ts';
import { readCatalogue, readPriceHistory } from '../../src/pricing/read-catalogue.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const provider = 'digitalocean';
const region = 'sgp1';
const catalogue = await readCatalogue(projectRoot, provider);
const history = await readPriceHistory(projectRoot, provider);

/** DigitalOcean's prices and the prior of the planning model. */
export const world: World = worldOf(providerFactsOf(catalogue, provider, region, history), mediaPrior());

/** A plan of gomeet's own, made from parts of `event:` and `plan:`. */
export function ownDocument(event: object = {}, choices: object = {}): PlanDocument {
  return buildPlan({
    event: eventSchema.parse(event),
    choices: choicesSchema.parse({ provider, region, ...choices }),
    costs: mediaPrior(),
    apiCosts: apiPrior(),
    sizes: nodeSizesOf(catalogue, provider, region),
    calibration: null,
  }).document;
}

/** A plan as the audit sees it, with its bill. */
export const claimsOf = (plan: PlanDocument): AuditedPlan => claimsOfPlan(plan, billOf(plan, catalogue));

export const ownPlan = (event: object = {}, choices: object = {}): AuditedPlan =>
  claimsOf(ownDocument(event, choices));

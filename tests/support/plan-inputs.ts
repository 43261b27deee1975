/** What plans are made from in tests: DigitalOcean's sizes of the catalogue and the prior. */
import { fileURLToPath } from 'node:url';
import { apiPrior } from '../../src/planning/api-costs.ts';
import { choicesSchema } from '../../src/planning/choices.ts';
import { eventSchema } from '../../src/planning/event.ts';
import { mediaPrior } from '../../src/planning/media-prior.ts';
import type { PlanInputs } from '../../src/planning/plan-inputs.ts';
import { nodeSizesOf } from '../../src/pricing/node-sizes.ts';
import { readCatalogue } from '../../src/pricing/read-catalogue.ts';

export const catalogue = await readCatalogue(
  fileURLToPath(new URL('../..', import.meta.url)),
  'digitalocean',
);
const sizes = nodeSizesOf(catalogue, 'digitalocean', 'sgp1');

/** Inputs of a plan from parts of `event:` and `plan:`; without any, those of the reference event. */
export const planInputs = (event: object = {}, choices: object = {}): PlanInputs => ({
  event: eventSchema.parse(event),
  choices: choicesSchema.parse(choices),
  costs: mediaPrior(),
  apiCosts: apiPrior(),
  sizes,
  calibration: null,
});

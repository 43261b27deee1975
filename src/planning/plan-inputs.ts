import type { ApiCosts } from './api-costs.ts';
import type { Assumptions } from './assumptions.ts';
import type { Choices } from './choices.ts';
import type { Event } from './event.ts';
import type { MediaCosts } from './media-costs.ts';
import type { NodeSize } from './node-size.ts';
import type { PlanDocument, Resource } from './plan.ts';
import type { Quantity } from './quantity.ts';

/** All that a plan is made from. */
export interface PlanInputs {
  readonly event: Event;
  readonly choices: Choices;
  readonly costs: MediaCosts;
  readonly apiCosts: ApiCosts;
  /** Sizes on offer; `auto` chooses among those whose price is known. */
  readonly sizes: readonly NodeSize[];
  /** Name of the calibration profile that `costs` and `apiCosts` come from; null: the prior. */
  readonly calibration: string | null;
  /** What is assumed beside all that; the built-in ones when not given. */
  readonly assumptions?: Assumptions;
}

/** A plan; `event`, `choices`, `resources` and `line` are what a bill needs of it. */
export interface PlanResult {
  readonly event: Event;
  readonly choices: Choices;
  readonly resources: readonly Resource[];
  line(id: string): Quantity | undefined;
  /** Made on first use: Monte Carlo reads quantities alone and does not pay for it. */
  readonly document: PlanDocument;
  /** Every quantity of the plan by its id, gathered on first use. */
  readonly quantities: ReadonlyMap<string, Quantity>;
}

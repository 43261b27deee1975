import { ExitCode, GomeetError } from '../errors.ts';
import type { Choices } from '../planning/choices.ts';
import type { Event } from '../planning/event.ts';
import type { PlanDocument, Resource } from '../planning/plan.ts';
import type { Basis } from '../planning/quantity.ts';

/** A line of a plan as the bill reads it. */
export interface PlanValue {
  readonly value: number;
  readonly unit: string;
  readonly basis: Basis;
}

/**
 * What a bill needs of a plan: `buildPlan`'s result and a `plan.json` that was read both give it. Monte Carlo makes its own, so
 * that a draw does not pay for a document.
 */
export interface BillablePlan {
  readonly event: Event;
  readonly choices: Choices;
  readonly resources: readonly Resource[];
  line(id: string): PlanValue | undefined;
}

export function billablePlan(plan: PlanDocument | BillablePlan): BillablePlan {
  if ('line' in plan) return plan;
  const { event, choices, resources, lines } = plan;
  return {
    event,
    choices,
    resources,
    line: (id) => (Object.hasOwn(lines, id) ? lines[id] : undefined),
  };
}

/** @throws GomeetError (usage) for a resource that names a line which the plan does not have */
export function lineOf(
  plan: BillablePlan,
  resource: Resource,
  field: 'quantity' | 'hours' | 'minimumMemory',
): PlanValue | null {
  const id = resource[field] ?? null;
  if (id === null) return null;
  const found = plan.line(id);
  if (found !== undefined && Number.isFinite(found.value) && found.value >= 0) return found;
  const what = found === undefined ? 'is no line of the plan' : `is ${found.value}`;
  throw new GomeetError(
    `resources.${resource.id}.${field}: "${id}" ${what}; accepted: a line that is 0 or more`,
    {
      exitCode: ExitCode.usage,
      code: 'invalid-plan',
      hint: 'gomeet plan --out plan.json',
    },
  );
}

/** An input of the event where a bill needs one number of it: of a range, the mode. */
export const modeOf = (value: number | { readonly mode: number }): number =>
  typeof value === 'number' ? value : value.mode;

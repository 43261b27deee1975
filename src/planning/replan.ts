import { ExitCode, GomeetError } from '../errors.ts';
import { buildPlan } from './build-plan.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';

/** A plan of changed inputs, and whether it took other machines than the first one. */
export interface Replanned {
  readonly plan: PlanResult;
  readonly isResized: boolean;
}

/**
 * Plans changed inputs with the sizes that a plan chose, so that the answer is how many, not which. Where one of them does not serve
 * and its choice was `auto`, another is chosen: whoever runs the platform would do the same. That is nearly always the media
 * node's, as a meeting cannot be spread, so it is tried alone before all sizes are chosen anew.
 *
 * @throws GomeetError (usage), from the function that is returned, where no size on offer serves either
 */
export function replanner(inputs: PlanInputs, plan: PlanResult): (changed: PlanInputs) => Replanned {
  const { choices } = inputs;
  const sized = { ...choices, ...sizesOf(inputs, plan) };
  const free = [
    ...(choices.mediaNodeSize === 'auto' ? [{ ...sized, mediaNodeSize: 'auto' }] : []),
    ...(choices.workerNodeSize === 'auto' || choices.turnNodeSize === 'auto' ? [choices] : []),
  ];
  return (changed) => {
    try {
      return { plan: buildPlan({ ...changed, choices: sized }), isResized: false };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { plan: firstPlanOf(changed, free, error), isResized: true };
    }
  };
}

/** @throws GomeetError (usage) the last reason, where none of the choices serves */
function firstPlanOf(
  changed: PlanInputs,
  choices: readonly PlanInputs['choices'][],
  reason: Error,
): PlanResult {
  let refusal = reason;
  for (const tried of choices) {
    try {
      return buildPlan({ ...changed, choices: tried });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** What no plan can be made of, such as a meeting that no machine on offer carries: an answer, not a fault. */
export const isRefusal = (error: unknown): error is GomeetError =>
  error instanceof GomeetError && error.exitCode === ExitCode.usage;

function sizesOf({ choices }: PlanInputs, { document }: PlanResult) {
  const sizeOf = (id: string): string | undefined => document.pools.find((pool) => pool.id === id)?.size;
  return {
    mediaNodeSize: sizeOf('media') ?? choices.mediaNodeSize,
    workerNodeSize: sizeOf('worker') ?? choices.workerNodeSize,
    turnNodeSize: sizeOf('turn') ?? choices.turnNodeSize,
  };
}

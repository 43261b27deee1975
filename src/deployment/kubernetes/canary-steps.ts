import { ExitCode, GomeetError } from '../../errors.ts';
import type { Judgement } from './canary-judgement.ts';

/**
 * @param text shares of requests in percent, such as `5,25,50,100`
 * @throws GomeetError (usage) saying what is accepted
 */
export function parseCanarySteps(text: string): number[] {
  const steps = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  const isRising = steps.every((step, index) => step > (steps[index - 1] ?? 0));
  if (isRising && steps.at(-1) === 100) return steps;
  throw new GomeetError(`--canary ${text}: accepted are rising whole percentages that end in 100`, {
    exitCode: ExitCode.usage,
    code: 'canary-steps',
    hint: 'gomeet deploy --target kubernetes --canary 5,25,50,100',
  });
}

export interface StepTimes {
  /** Each step is held for at least this long, however well it goes: some faults need time. */
  readonly holdMs: number;
  /** After this long a step without enough requests for a judgement is given up. */
  readonly atMostMs: number;
}

export type StepDecision = 'hold' | 'next' | 'take-back';

/** A fault counts at once, a good result only after the hold, and doubt is given more time once. */
export function decideStep(
  { status }: Pick<Judgement, 'status'>,
  heldMs: number,
  { holdMs, atMostMs }: StepTimes,
): StepDecision {
  if (status === 'FAILED') return 'take-back';
  if (status === 'PASS') return heldMs >= holdMs ? 'next' : 'hold';
  return heldMs >= Math.max(holdMs, atMostMs) ? 'take-back' : 'hold';
}

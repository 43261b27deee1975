import { z } from 'zod';
import { parseCanarySteps } from '../../deployment/kubernetes/canary-steps.ts';
import type { GradualRollout } from '../../deployment/kubernetes/roll-out-gradually.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

/** Shares of the requests, in percent. */
export const canarySteps = z.string().transform((text): readonly number[] => parseCanarySteps(text));

const HOLD_SECONDS = 300;
/** Where few people come, a step may take this much longer before it is given up. */
const PATIENCE_FACTOR = 3;
/** Prometheus reads the gateway every 15 s: to look more often would show the same. */
const LOOK_EVERY_MS = 5_000;

/** The rollout that was asked for; undefined where the new version simply takes the old one's place. */
export function gradualRollout({
  canary,
  canaryHold,
}: {
  readonly canary?: readonly number[] | undefined;
  readonly canaryHold?: number | undefined;
}): GradualRollout | undefined {
  if (canary !== undefined) {
    const holdMs = (canaryHold ?? HOLD_SECONDS) * 1000;
    return { steps: canary, holdMs, atMostMs: PATIENCE_FACTOR * holdMs, lookEveryMs: LOOK_EVERY_MS };
  }
  if (canaryHold === undefined) return undefined;
  throw new GomeetError('--canary-hold means nothing without --canary', {
    exitCode: ExitCode.usage,
    code: 'contradiction',
    hint: 'gomeet deploy --target kubernetes --canary 5,25,50,100 --canary-hold 10m',
  });
}

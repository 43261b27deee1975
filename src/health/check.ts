import { z } from 'zod';
import { healthCodeOf } from './codes.ts';

/** What a check found. */
export interface Outcome {
  readonly status: CheckStatus;
  readonly found: string;
  readonly needed: string;
  /** The command or act that mends it; absent when there is nothing to mend. */
  readonly hint?: string;
}

export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/**
 * A check as data: a stable id, by which `codes.ts` has its code, and what to ask of the world that is handed in. It keeps
 * no state, so checks run side by side in any order.
 */
export interface Check<World> {
  readonly id: string;
  readonly category: string;
  readonly title: string;
  run(world: World): Promise<Outcome>;
}

const checkResultSchema = z.strictObject({
  id: z.string(),
  category: z.string(),
  title: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  found: z.string(),
  needed: z.string(),
  hint: z.string().nullable(),
});

export type CheckResult = Readonly<z.output<typeof checkResultSchema>>;

/** A check's result as programs read it. */
export const codedCheckSchema = z.strictObject({
  code: z
    .string()
    .regex(/^GM\d{4}$/)
    .describe('its number, under which docs/checks.md explains it'),
  ...checkResultSchema.shape,
});

export type CodedCheck = Readonly<z.output<typeof codedCheckSchema>>;

/** @throws RangeError for a check that has no code */
export const coded = (result: CheckResult): CodedCheck => ({ code: healthCodeOf(result.id).code, ...result });

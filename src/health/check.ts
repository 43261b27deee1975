import { z } from 'zod';

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
 * A check as data: a stable code, which is also its anchor in docs/checks.md, and what to ask of the world that is
 * handed in. It keeps no state, so checks run side by side in any order.
 */
export interface Check<World> {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  run(world: World): Promise<Outcome>;
}

/** A check's result as programs read it. */
export const checkResultSchema = z.strictObject({
  code: z.string(),
  category: z.string(),
  title: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  found: z.string(),
  needed: z.string(),
  hint: z.string().nullable(),
});

export type CheckResult = Readonly<z.output<typeof checkResultSchema>>;

import type { CheckResult, Outcome } from './check.ts';
import { healthCodeOf } from './codes.ts';

/** A result in the category of its code. Where something is wrong and nothing better is known, its code's own command mends it. */
export function checkOf(id: string, title: string, outcome: Outcome): CheckResult {
  const { category, mend } = healthCodeOf(id);
  const isWrong = outcome.status === 'warning' || outcome.status === 'failed';
  return { id, category, title, hint: isWrong ? mend : null, ...outcome };
}

/** What was not asked, with the reason. */
export const skippedCheck = (id: string, why: string): CheckResult =>
  checkOf(id, id.replaceAll('-', ' '), { status: 'skipped', found: why, needed: '' });

/** Skipped for what has failed before it, and not because there is nothing of the kind: nobody knows how it is. */
export const wasBlocked = ({ status, found }: CheckResult): boolean =>
  status === 'skipped' && /^not (asked|tried): /.test(found);

/** What one server said, or why it said nothing. */
export type Reading<Look> =
  | { readonly name: string; readonly look: Look }
  | { readonly name: string; readonly error: string };

/** Asks; an answer that does not come is a reading too. */
export async function readingOf<Look>(name: string, look: Promise<Look>): Promise<Reading<Look>> {
  try {
    return { name, look: await look };
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error) };
  }
}

export const answered = <Look>(readings: readonly Reading<Look>[]): { name: string; look: Look }[] =>
  readings.flatMap((reading) => ('look' in reading ? [reading] : []));

/** `postgres-2 does not answer: connection refused`, for each that does not. */
export const silences = (readings: readonly Reading<unknown>[]): string[] =>
  readings.flatMap((reading) =>
    'error' in reading ? [`${reading.name} does not answer: ${reading.error}`] : [],
  );

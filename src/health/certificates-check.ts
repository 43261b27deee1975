import type { CheckResult, CheckStatus } from './check.ts';
import { checkOf } from './check-of.ts';

/** One certificate and when it ends; null where it was never issued. */
export interface CertificateTerm {
  readonly name: string;
  /** Unix milliseconds. */
  readonly endsAt: number | null;
}

const dayMs = 86_400_000;
/** cert-manager renews 30 days before the end: with 14 left that has failed for two weeks. */
const warnDays = 14;
const failDays = 3;

/** One check for each certificate: how many days are left. */
export function certificateChecks(terms: readonly CertificateTerm[], nowMs: number): CheckResult[] {
  return terms.map(({ name, endsAt }) => {
    const days = endsAt === null ? null : Math.floor((endsAt - nowMs) / dayMs);
    const until = endsAt === null ? '' : new Date(endsAt).toISOString().slice(0, 10);
    return checkOf('certificates', name, {
      status: statusOf(days),
      found:
        days === null
          ? 'was not issued yet'
          : days < 0
            ? `ended on ${until}`
            : `${days} days left, until ${until}`,
      needed: `at least ${warnDays} days`,
    });
  });
}

function statusOf(days: number | null): CheckStatus {
  if (days === null || days < failDays) return 'failed';
  return days < warnDays ? 'warning' : 'ok';
}

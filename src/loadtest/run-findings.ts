import type { Finding } from '../results/run.ts';
import type { LoadOutcome } from './build-run.ts';

/** What the reader has to know beside the KPIs. */
export function runFindings(outcome: Pick<LoadOutcome, 'refusals' | 'partialReason' | 'samples'>): Finding[] {
  const findings: Finding[] = [];
  const refused = outcome.refusals.reduce((sum, { count }) => sum + count, 0);
  if (outcome.partialReason !== null) {
    findings.push({
      code: 'run-partial',
      severity: 'error',
      title: 'The run ended early',
      evidence: outcome.partialReason,
      advice: 'Read the errors below, mend the cause and run it again: a partial run never passes.',
    });
  }
  for (const { what, count, example } of outcome.samples.failures) {
    findings.push({
      code: 'platform-fault',
      severity: 'error',
      title: what,
      evidence: `${count} times during the run; for example: ${example}`,
      advice: 'gomeet status and the log of that service say why.',
    });
  }
  if (refused > 0) {
    findings.push({
      code: 'requests-refused',
      severity: 'info',
      title: `${refused} requests were refused by a limit and sent again later`,
      evidence: outcome.refusals
        .map(({ where, status, count }) => `${where}: ${count} × ${status}`)
        .join(', '),
      advice: 'Lower the rate of the load, or raise the limit where real users would hit it too.',
    });
  }
  return findings;
}

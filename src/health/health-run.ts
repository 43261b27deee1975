import { ExitCode } from '../errors.ts';
import { buildRun } from '../loadtest/build-run.ts';
import { emptyResult } from '../loadtest/generator-result.ts';
import { nothingSampled } from '../loadtest/platform-samples.ts';
import type { Run, RunEnvironment } from '../results/run.ts';
import { callSkipped } from './call-check.ts';
import { callLoad } from './call-load.ts';
import type { CheckResult } from './check.ts';
import { healthCodeOf } from './codes.ts';

interface Occasion {
  readonly id: string;
  readonly command: string;
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly environment: RunEnvironment;
}

/** The run of a health check whose call was not tried. */
export function runWithoutCall(occasion: Occasion): Run {
  const { startedAt, endedAt } = occasion;
  return buildRun({
    ...occasion,
    load: callLoad,
    result: emptyResult(callLoad.countsAsked, startedAt, endedAt),
    samples: nothingSampled,
    refusals: [],
    partialReason: callSkipped.found,
  });
}

/** What makes a platform unhealthy: an `error`, or a `warning` already. */
export type FailOn = 'warning' | 'error';

/** Whether a check of this status makes the platform unhealthy. */
export const isFault = (status: CheckResult['status'], failOn: FailOn): boolean =>
  status === 'failed' || (failOn === 'warning' && status === 'warning');

/** The verdict of a health check is that of its checks: one that failed means unhealthy (exit code 4). */
export function judgedByChecks(run: Run, checks: readonly CheckResult[], failOn: FailOn = 'error'): Run {
  const failed = checks.filter(({ status }) => isFault(status, failOn));
  const findings = failed.map(({ id, title, found, hint }) => ({
    code: healthCodeOf(id).code,
    severity: 'error' as const,
    title: `${title} is not well`,
    evidence: found,
    advice: hint ?? 'gomeet status',
  }));
  if (failed.length === 0) {
    const count = `${checks.length} checks, none failed`;
    return { ...run, verdict: { status: 'PASS', exitCode: ExitCode.ok, summary: `PASS — ${count}` } };
  }
  const summary = `CRITICAL — unhealthy: ${failed.map(({ title }) => title).join(', ')}`;
  return {
    ...run,
    findings: [...findings, ...run.findings],
    verdict: { status: 'CRITICAL', exitCode: ExitCode.critical, summary },
  };
}

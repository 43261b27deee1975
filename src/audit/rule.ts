import { ExitCode } from '../errors.ts';
import type { Arithmetic, Question } from './arithmetic.ts';
import type { AuditedPlan } from './audited-plan.ts';
import type { World } from './world.ts';

/** From worst to least: `critical` cannot work, `major` misleads or fails under load, `minor` is wrong, `note` is worth knowing. */
export const SEVERITIES = ['critical', 'major', 'minor', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something to set against something else. `text` says in words what the numbers mean, given the value that came out. */
export interface Suspicion extends Question {
  readonly text: (value: number) => string;
  readonly cites: readonly string[];
}

/**
 * A rule is data: what it is called, how grave it is, what to do, and which numbers of a plan it sets against which. A
 * finding is a comparison that holds, so its evidence cannot say anything else than its verdict.
 */
export interface Rule {
  /** Stable: documents and scripts name it. */
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Why it is a fault, for `audit --explain`: the fact about the world that the plan runs into. */
  readonly why: string;
  readonly advice: string;
  check(plan: AuditedPlan, world: World): readonly Suspicion[];
}

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly evidence: {
    readonly text: string;
    readonly arithmetic: Arithmetic;
    readonly cites: readonly string[];
  };
  readonly advice: string;
}

/** Minor findings and notes stop no pipeline. */
export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  const has = (severity: Severity): boolean => findings.some((finding) => finding.severity === severity);
  if (has('critical')) return ExitCode.critical;
  return has('major') ? ExitCode.missed : ExitCode.ok;
}

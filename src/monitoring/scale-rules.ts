import { ExitCode, GomeetError } from '../errors.ts';
import { type PlanLimits, planGroup, planGroupName } from './plan-limits.ts';
import type { Rule, RuleFile } from './rule-file.ts';

/** How a platform differs from the reference plan, in what alerts look at. */
export interface RuleScale {
  readonly limits: PlanLimits;
  /**
   * What every span of time is divided by: windows of rates and the time that a condition has to hold. A window needs its four scrapes,
   * so the scrape interval is divided by the same: 15 s by 15 is 1 s.
   */
  readonly timeDivisor: number;
  /**
   * Windows do not become shorter than this. LiveKit adds to its counters of packets every few seconds only: a window of 4 s
   * would see nothing, then everything.
   */
  readonly shortestWindowMs: number;
}

/**
 * The same rules for a platform of another size: thresholds from its own limits, spans of time divided. What is a rate, a ratio
 * or a latency stays, since people on a small platform are owed the same.
 *
 * @throws GomeetError (usage, `rule-span`) for a span of time that it cannot read or that would be shorter than a millisecond
 */
export function scaleRules(files: readonly RuleFile[], scale: RuleScale): RuleFile[] {
  return files.map(({ groups }) => ({
    groups: groups.map((group) =>
      group.name === planGroupName
        ? planGroup(scale.limits)
        : { ...group, rules: group.rules.map((rule) => scaleRule(rule, scale)) },
    ),
  }));
}

/** A text in quotes, which stays as it is, or a window such as `[5m]`. */
const windows = /"[^"]*"|\[(\w+)\]/g;

function scaleRule(rule: Rule, { timeDivisor, shortestWindowMs }: RuleScale): Rule {
  return {
    ...rule,
    expr: rule.expr.replaceAll(windows, (whole, span: string | undefined) =>
      span === undefined ? whole : `[${scaleSpan(span, timeDivisor, shortestWindowMs)}]`,
    ),
    ...(rule.for === undefined ? {} : { for: scaleSpan(rule.for, timeDivisor) }),
  };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param span as Prometheus writes it, such as `5m` or `1h30m` @returns in whole seconds where it is that, else in milliseconds */
export function scaleSpan(span: string, divisor: number, shortestMs = 0): string {
  const parts = [...span.matchAll(/(\d+)(ms|[smhd])/g)];
  const spanMs = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0);
  // One that is shorter than the shortest already stays as it is.
  const scaledMs = Math.round(Math.max(spanMs / divisor, Math.min(spanMs, shortestMs)));
  if (parts.map(([part]) => part).join('') !== span || scaledMs < 1)
    throw new GomeetError(`the span of time "${span}" cannot be divided by ${divisor}`, {
      exitCode: ExitCode.usage,
      code: 'rule-span',
      hint: 'write spans as Prometheus does, such as 30s, 5m or 1h, and of at least a millisecond after division',
    });
  return scaledMs % 1000 === 0 ? `${scaledMs / 1000}s` : `${scaledMs}ms`;
}

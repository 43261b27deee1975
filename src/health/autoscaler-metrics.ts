import type { CheckResult } from './check.ts';
import { checkOf, skippedCheck } from './check-of.ts';

/** A query that an autoscaler asks Prometheus, and whose it is. */
export interface AutoscalerQuery {
  readonly autoscaler: string;
  readonly query: string;
}

const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by', 'e6', 'e9', 'inf', 'nan']);

/** Names of metrics in a PromQL expression: what is left without labels, texts, ranges, groupings, functions and numbers. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '');
  const words = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([word]) => word);
  return words.filter((word) => !keywords.has(word.toLowerCase()));
}

/**
 * An autoscaler on a metric that nobody tells never acts, and says nothing about it.
 *
 * @param silent who could not be asked: a metric that nobody else tells may be theirs
 */
export function autoscalerCheck(
  queries: readonly AutoscalerQuery[],
  known: ReadonlySet<string>,
  silent: readonly string[] = [],
): CheckResult {
  if (queries.length === 0)
    return skippedCheck('autoscaler-metrics', 'no autoscaler here acts on a metric of Prometheus');
  const missing = queries.flatMap(({ autoscaler, query }) =>
    metricsIn(query)
      .filter((name) => !known.has(name))
      .map((name) => `${autoscaler} acts on ${name}, which nobody tells`),
  );
  if (missing.length > 0 && silent.length > 0)
    return skippedCheck(
      'autoscaler-metrics',
      `not asked: ${silent.join(', ')} does not tell its metrics, and what is missing may be told there`,
    );
  const names = new Set(queries.flatMap(({ query }) => metricsIn(query)));
  return checkOf('autoscaler-metrics', 'metrics of autoscalers', {
    status: missing.length > 0 ? 'failed' : 'ok',
    found: missing.join('; ') || `${[...names].join(', ')} exist`,
    needed: 'every metric in an autoscaler’s query is told',
  });
}

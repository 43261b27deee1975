import type { AlertCase, Course } from './alert-cases.ts';

/** Samples of each phase: longer than the widest window and the longest `for` together, at a minute a sample. */
const samples = 40;

/**
 * A test of promtool: just below the threshold, just above, below again. At the end of each phase every window lies within it.
 *
 * @param rule labels and annotations that it sets, which promtool wants to see as well, and the group it stands in
 */
export function promtoolTimeline(
  ruleFiles: readonly string[],
  { alert, series, labels, summary, stepSeconds = 60 }: AlertCase,
  rule: {
    readonly labels: Readonly<Record<string, string>>;
    readonly runbook: string;
    readonly group: string;
  },
): object {
  const at = (phase: number): string => `${(phase * samples - 1) * stepSeconds}s`;
  const firing = {
    exp_labels: { ...rule.labels, ...labels },
    exp_annotations: { summary, runbook: rule.runbook },
  };
  return {
    rule_files: ruleFiles,
    // At an hour a sample, what was recorded a step ago is too old to be seen. A group that is not named here counts as a first one.
    group_eval_order: ['plan', 'recording', rule.group],
    evaluation_interval: `${stepSeconds}s`,
    tests: [
      {
        name: alert,
        interval: `${stepSeconds}s`,
        input_series: Object.entries(series).map(([name, course]) => ({
          series: name,
          values: valuesOf(course, stepSeconds),
        })),
        alert_rule_test: [
          { eval_time: at(1), alertname: alert, exp_alerts: [] },
          { eval_time: at(2), alertname: alert, exp_alerts: [firing] },
          { eval_time: at(3), alertname: alert, exp_alerts: [] },
        ],
      },
    ],
  };
}

/** In promtool's notation: `a+bxn` is n + 1 samples, `_xn` is n samples that are not there. */
function valuesOf({ kind, below, above }: Course, stepSeconds: number): string {
  let counted = 0;
  const phases = [below, above, below].map((value, phase) => {
    if (value === null) return `_x${samples}`;
    if (kind === 'gauge') return `${value}x${samples - 1}`;
    if (kind === 'age') return `${signed(phase * samples * stepSeconds - value, stepSeconds)}x${samples - 1}`;
    const start = counted;
    counted += value * stepSeconds * samples;
    return `${signed(start, value * stepSeconds)}x${samples - 1}`;
  });
  return phases.join(' ');
}

const signed = (start: number, step: number): string => `${start}+${step}`;

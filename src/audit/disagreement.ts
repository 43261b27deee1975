import { sumOf } from './arithmetic.ts';
import type { AuditedPlan } from './audited-plan.ts';
import { type Claim, citesOf } from './claim.ts';
import type { Rule, Severity, Suspicion } from './rule.ts';
import { number } from './say.ts';

interface Disagreement {
  readonly code: string;
  readonly severity: Severity;
  /** What the documents disagree about: completes "The documents disagree about …". */
  readonly about: string;
  readonly why: string;
  readonly advice: string;
}

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** A rule that finds numbers of one fact which are not the same. */
export function numbersDisagree(
  about: Disagreement & { readonly unit: string },
  claimsOf: (plan: AuditedPlan) => readonly Claim<number>[],
): Rule {
  return ruleOf(about, (plan) => {
    const claims = claimsOf(plan);
    const values = [...new Set(claims.map(({ is }) => is))];
    const names = values.map((_, index) => ORDINALS[index] ?? `number${index + 1}`);
    if (values.length < 2) return [];
    return [
      {
        text: () => `${claims.map(({ is, at }) => `${number(is)} (${at})`).join(', ')}.`,
        formula: `max(${names.join(', ')}) - min(${names.join(', ')})`,
        inputs: Object.fromEntries(names.map((name, index) => [name, values[index] ?? 0])),
        unit: about.unit,
        comparison: '!=',
        against: 0,
        cites: citesOf(claims),
      },
    ];
  });
}

/** A longer answer, such as a list of domains, is counted in the formula, and told in the text. */
const LONGEST_NAME = 20;

/** A rule that finds more than one answer where there can be one. Each answer counts one. */
export function answersDisagree(
  about: Disagreement,
  claimsOf: (plan: AuditedPlan) => readonly Claim<string>[],
): Rule {
  return ruleOf(about, (plan) => {
    const claims = claimsOf(plan);
    const answers = [...new Set(claims.map(({ is }) => is))];
    const areShort = answers.every((answer) => answer.length <= LONGEST_NAME);
    return answers.length < 2
      ? []
      : [
          {
            text: () => `${claims.map(({ is, at }) => `${is} (${at})`).join(', ')}.`,
            ...(areShort
              ? sumOf(answers.map((name) => ({ name, value: 1 })))
              : { formula: 'answers', inputs: { answers: answers.length } }),
            unit: 'answers',
            comparison: '>',
            against: 1,
            cites: citesOf(claims),
          },
        ];
  });
}

const ruleOf = (
  { code, severity, about, why, advice }: Disagreement,
  check: (plan: AuditedPlan) => readonly Suspicion[],
): Rule => ({ code, severity, title: `The documents disagree about ${about}`, why, advice, check });

import { modelTolerance } from '../arithmetic.ts';
import type { Restatement } from '../audited-numbers.ts';
import { citesOf } from '../claim.ts';
import type { Rule, Suspicion } from '../rule.ts';
import { number } from '../say.ts';

/** Numbers that one plan states in several of its own places. */
export const restatementRules: readonly Rule[] = [
  {
    code: 'GC825',
    severity: 'major',
    title: 'The plan states one number in two ways',
    why: 'Machines are bought by one place, pods are placed by another and the bill is made from a third.',
    advice: 'Plan again (gomeet plan --out plan.json) instead of changing one place by hand.',
    check: ({ restatements }) => restatements.flatMap(apart),
  },
  {
    code: 'GC826',
    severity: 'major',
    title: 'The numbers of the plan are those of another event',
    why: 'Meetings, hours and layout decide all traffic and most of the bill: worked out for another event, they say nothing of this one.',
    advice: 'Plan the event that is meant: gomeet plan --out plan.json.',
    check: ({ givens }) => givens.flatMap(apart),
  },
];

/** The first place against each of the others. */
function apart({ about, unit, claims }: Restatement): readonly Suspicion[] {
  const [stated, ...others] = claims;
  if (stated === undefined) return [];
  return others.map((other) => ({
    text: () => `${about}: ${number(stated.is)} (${stated.at}), ${number(other.is)} (${other.at}).`,
    formula: 'stated',
    inputs: { stated: stated.is },
    unit,
    comparison: '!=',
    against: other.is,
    tolerance: modelTolerance(other.is),
    cites: citesOf([stated, other]),
  }));
}

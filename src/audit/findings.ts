import { answer } from './arithmetic.ts';
import type { AuditedPlan } from './audited-plan.ts';
import { type Finding, type Rule, SEVERITIES } from './rule.ts';
import { rules } from './rules/index.ts';
import type { World } from './world.ts';

/** Judges a plan by every rule. Gravest first, then in the order of the codes. */
export function auditPlan(plan: AuditedPlan, world: World): readonly Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  return rules.flatMap((rule) => findingsOf(rule, plan, world)).sort((a, b) => rank(a) - rank(b));
}

function findingsOf(rule: Rule, plan: AuditedPlan, world: World): readonly Finding[] {
  return rule.check(plan, world).flatMap(({ text, cites, ...question }) => {
    const arithmetic = answer(question);
    if (arithmetic === undefined) return [];
    const { code, severity, title, advice } = rule;
    return [{ code, severity, title, evidence: { text: text(arithmetic.value), arithmetic, cites }, advice }];
  });
}

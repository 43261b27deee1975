import { ExitCode, GomeetError } from '../../errors.ts';
import type { Rule } from '../rule.ts';
import { autoscalingRules } from './autoscaling.ts';
import { capacityRules } from './capacity.ts';
import { commandRules } from './commands.ts';
import { configurationRules } from './configuration.ts';
import { designDisagreements } from './disagreements-on-design.ts';
import { sizeDisagreements } from './disagreements-on-size.ts';
import { economicRules } from './economics.ts';
import { edgeRules } from './edge.ts';
import { limitRules } from './limits.ts';
import { networkRules } from './network.ts';
import { omissionRules } from './omissions.ts';
import { priceRules } from './prices.ts';
import { restatementRules } from './restatements.ts';
import { schedulingRules } from './scheduling.ts';
import { sumRules } from './sums.ts';

const byCode = (rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted((a, b) => a.code.localeCompare(b.code));

/** Rules by what they look at: the hundreds of their codes. */
export const ruleGroups: readonly { readonly title: string; readonly rules: readonly Rule[] }[] = [
  { title: 'Sums', rules: sumRules },
  { title: 'Prices', rules: priceRules },
  { title: 'What the bill leaves out', rules: omissionRules },
  { title: 'Network', rules: networkRules },
  { title: 'Load balancer and gateway', rules: edgeRules },
  { title: 'Capacity of the media servers', rules: capacityRules },
  { title: 'Scheduling', rules: schedulingRules },
  { title: 'Limits', rules: limitRules },
  { title: 'Autoscaling', rules: autoscalingRules },
  { title: 'Configuration', rules: configurationRules },
  { title: 'Commands', rules: commandRules },
  {
    title: 'Documents that disagree',
    rules: byCode([...sizeDisagreements, ...designDisagreements, ...restatementRules]),
  },
  { title: 'Economics', rules: economicRules },
];

/** Every rule, in the order of the codes. */
export const rules: readonly Rule[] = ruleGroups.flatMap((group) => group.rules);

/** @throws GomeetError (usage) for an unknown code */
export function ruleOf(code: string): Rule {
  const rule = rules.find((each) => each.code === code.toUpperCase());
  if (rule !== undefined) return rule;
  const groups = ruleGroups.map((group) => `${group.rules[0]?.code} to ${group.rules.at(-1)?.code}`);
  throw new GomeetError(`"${code}" is no code of the audit; accepted: ${groups.join(', ')}`, {
    exitCode: ExitCode.usage,
    code: 'unknown-code',
    hint: 'gomeet audit --explain GC201',
    docs: 'docs/audit.md',
  });
}

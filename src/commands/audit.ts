import { z } from 'zod';
import { COMPARISONS } from '../audit/arithmetic.ts';
import { auditView, ruleText } from '../audit/audit-view.ts';
import { judgePlan } from '../audit/judge-plan.ts';
import { exitCodeOf, SEVERITIES } from '../audit/rule.ts';
import { ruleOf } from '../audit/rules/index.ts';
import { defineCommand } from './command.ts';

const severity = z.enum(SEVERITIES);

export const audit = defineCommand({
  description:
    'Judges a plan against physics, prices, Kubernetes and itself: coded findings, each with its arithmetic and what to do. Takes a written plan (plans/written-2025.yaml), or a plan.json of gomeet plan; without a file the plan of gomeet.yaml. Exits 4 when a finding is critical, 3 when one is major, else 0.',
  examples: [
    'gomeet audit',
    'gomeet audit plans/written-2025.yaml',
    'gomeet audit plan.json --json | jq -r ".data.findings[].code"',
    'gomeet audit --explain GC201',
  ],
  next: 'gomeet plan · gomeet cost',
  arguments: {
    file: { name: '[file]', description: 'a written plan or a plan.json', schema: z.string().min(1) },
  },
  flags: {
    explain: {
      flags: '--explain <code>',
      description: 'say what a code means and why it is a fault; judges nothing',
      schema: z.string().min(1),
    },
  },
  data: z.strictObject({
    plan: z.string().nullable().describe('name of the judged plan; null with --explain'),
    findings: z.array(
      z.strictObject({
        code: z.string(),
        severity,
        title: z.string(),
        evidence: z.strictObject({
          text: z.string(),
          arithmetic: z
            .strictObject({
              formula: z.string(),
              inputs: z.record(z.string(), z.number()),
              value: z.number(),
              unit: z.string(),
              comparison: z.enum(COMPARISONS),
              against: z.number(),
            })
            .describe('value = formula with inputs; the finding is that "value comparison against" holds'),
          cites: z.array(z.string()).describe('document:line, or line of the plan'),
        }),
        advice: z.string(),
      }),
    ),
    rule: z
      .strictObject({ code: z.string(), severity, title: z.string(), why: z.string(), advice: z.string() })
      .optional()
      .describe('with --explain'),
  }),
  async run(ctx, { file, explain }) {
    if (explain !== undefined) {
      const { check: _check, ...rule } = ruleOf(explain);
      return { data: { plan: null, findings: [], rule }, text: ruleText(ruleOf(explain)) };
    }
    const { plan, findings, warnings } = await judgePlan(ctx, file);
    return {
      data: {
        plan: plan.name,
        findings: findings.map((finding) => ({
          ...finding,
          evidence: { ...finding.evidence, cites: [...finding.evidence.cites] },
        })),
      },
      text: auditView(plan.name, findings, ctx.stdout),
      exitCode: exitCodeOf(findings),
      warnings,
    };
  },
});

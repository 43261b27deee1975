import { SEVERITIES } from './rule.ts';
import { ruleGroups } from './rules/index.ts';
import { SEVERITY_MEANINGS } from './severity-meanings.ts';

/** docs/audit.md: how to read the audit, and every code with what it means and what to do. Written by `npm run docs`. */
export function codesDocument(): string {
  const groups = ruleGroups.map(({ title, rules }) =>
    [
      `## ${title}`,
      ...rules.map(({ code, severity, title, why, advice }) =>
        [`### ${code}`, `**${title}** (${severity}). ${why} *${advice}*`].join('\n\n'),
      ),
    ].join('\n\n'),
  );
  return `${[INTRODUCTION, ...groups].join('\n\n')}\n`;
}

const INTRODUCTION = `# The codes of \`gomeet audit\`

\`gomeet audit <plan>\` sets the numbers of a plan against one another, against physics, price lists and Kubernetes. A plan is either
\`plan.json\` of \`gomeet plan --out\`, or a written plan as data: [plans/written-2025.yaml](../plans/written-2025.yaml) shows every key. There, each
claim says where it stands (\`at: "001:46"\`, document and line), and a claim may have several values where documents disagree.

A finding is a comparison that holds: its formula, its numbers and what they are set against are printed, and with \`--json\` they are
\`evidence.arithmetic\`, so that anybody can work them out again. What a plan does not say is not found, but what it leaves out of its bill is.

${SEVERITIES.map((severity) => `- **${severity}** ${SEVERITY_MEANINGS[severity]}`).join('\n')}

The exit code is 4 with a critical finding, 3 with a major one, else 0. \`gomeet audit --explain GC201\` prints one of the sections below.`;

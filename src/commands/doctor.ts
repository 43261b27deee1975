import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import { coded, codedCheckSchema } from '../health/check.ts';
import { checksView } from '../health/checks-view.ts';
import { haPrerequisites, prerequisites } from '../health/prerequisites.ts';
import { runChecks } from '../health/run-checks.ts';
import { defineCommand } from './command.ts';

export const doctor = defineCommand({
  description:
    'Checks every prerequisite, all at once. Each line that is not green says what was found, what is needed and the command that mends it. ' +
    'Exits 6 when something is missing, 0 with warnings only.',
  examples: ['gomeet doctor', 'gomeet doctor --json | jq \'.data.checks[] | select(.status == "failed")\''],
  next: 'gomeet setup',
  arguments: {},
  flags: {},
  data: z.strictObject({
    checks: z.array(codedCheckSchema),
  }),
  async run(ctx) {
    const target = await ctx.localTarget();
    // Eight checks share one look at the programs.
    const tools = target.toolchain.inspect();
    const names = (await tools).map(({ name }) => name);
    const ofProfile = haPrerequisites.filter(({ id }) => names.some((name) => name === id));
    const checks = await runChecks([...prerequisites, ...ofProfile], { ...target, tools: () => tools });
    const hasFailed = checks.some(({ status }) => status === 'failed');
    const next = hasFailed ? 'Next: gomeet setup' : 'Next: gomeet deploy';
    return {
      data: { checks: checks.map(coded) },
      text: `${checksView(checks, { color: ctx.stdout.color })}\n\n${next}`,
      exitCode: hasFailed ? ExitCode.prerequisite : ExitCode.ok,
    };
  },
});

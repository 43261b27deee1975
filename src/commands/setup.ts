import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { setupDoneView, setupPlanView } from './setup-view.ts';

export const setup = defineCommand({
  description:
    'Finds or brings what the local platform needs: PostgreSQL, Redis, ffmpeg and Chromium as packages, livekit-server and k6 built from ' +
    'pinned Go modules, and the clips that publishers send. Shows what it will do and asks; safe to run again.',
  examples: ['gomeet setup', 'gomeet setup --yes'],
  arguments: {},
  flags: {},
  data: z.strictObject({
    tools: z.array(
      z.strictObject({
        name: z.string(),
        path: z.string().nullable(),
        version: z.string().nullable(),
        needed: z.string(),
      }),
    ),
    steps: z.array(z.strictObject({ kind: z.string(), title: z.string(), durationMs: z.number() })),
  }),
  async run(ctx) {
    const { toolchain } = await ctx.localTarget();
    const steps = await toolchain.plan();
    const done: { kind: string; title: string; durationMs: number }[] = [];
    if (steps.length > 0) {
      ctx.progress.note(setupPlanView(steps));
      if (!(await (await ctx.prompts()).confirm('Go ahead?', '--yes'))) throw declined();
      // The steps that a person has to do refuse together, before any other is begun.
      const manual = steps.filter(({ kind }) => kind === 'manual');
      for (const step of manual.length > 0 ? [manual] : steps.map((one) => [one])) {
        const startedAt = ctx.now();
        await toolchain.carryOut(step, ctx.progress);
        done.push(...step.map(({ kind, title }) => ({ kind, title, durationMs: ctx.now() - startedAt })));
      }
    }
    const tools = (await toolchain.inspect()).map(({ name, found, needed }) => ({
      name,
      path: found?.path ?? null,
      version: found?.version ?? null,
      needed,
    }));
    return { data: { tools, steps: done }, text: setupDoneView(tools, done) };
  },
});

const declined = (): GomeetError =>
  new GomeetError('nothing was installed', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet setup',
  });

import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Toolchain } from '../local/toolchain/toolchain.ts';
import { setupPlanView } from './setup-view.ts';

export interface SetupStepDone {
  readonly kind: string;
  readonly title: string;
  readonly durationMs: number;
}

type Only = Parameters<Toolchain['plan']>[0];

/** What the call at the end of a deployment is made with. */
export const callTools: Only = ['go', 'ffmpeg', 'k6', 'clips'];

/**
 * Installs and builds what is missing, after showing it and asking. Returns what was done; nothing when all was there.
 *
 * @throws GomeetError (prerequisite) when an administrator has to do something; (interrupted) when the user declines
 */
export async function setUp(
  ctx: Pick<Context, 'localTarget' | 'prompts' | 'progress' | 'now'>,
  only?: Only,
): Promise<readonly SetupStepDone[]> {
  const { toolchain } = await ctx.localTarget();
  const steps = await toolchain.plan(only);
  if (steps.length === 0) return [];
  ctx.progress.note(setupPlanView(steps));
  if (!(await (await ctx.prompts()).confirm('Go ahead?', '--yes'))) throw declined();
  // The steps that a person has to do refuse together, before any other is begun.
  const manual = steps.filter(({ kind }) => kind === 'manual');
  const done: SetupStepDone[] = [];
  for (const group of manual.length > 0 ? [manual] : steps.map((step) => [step])) {
    const startedAt = ctx.now();
    await toolchain.carryOut(group, ctx.progress);
    done.push(...group.map(({ kind, title }) => ({ kind, title, durationMs: ctx.now() - startedAt })));
  }
  return done;
}

const declined = (): GomeetError =>
  new GomeetError('nothing was installed', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet setup',
  });

import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

/**
 * Builds the programs that prove a plan, after asking; nothing when they are there.
 *
 * @returns what was built
 * @throws GomeetError (interrupted) when the user declines, (prerequisite) when a build fails
 */
export async function buildProvingGround(
  ctx: Pick<Context, 'provingGround' | 'prompts' | 'progress'>,
): Promise<readonly string[]> {
  const ground = await ctx.provingGround();
  const missing = ground.missing();
  if (missing.length === 0) return [];
  ctx.progress.note(
    `To prove a plan these are built from pinned Go modules, once; ten minutes on two cores: ${missing.join(', ')}`,
  );
  if (!(await (await ctx.prompts()).confirm('Go ahead?', '--yes')))
    throw new GomeetError('nothing was built', {
      exitCode: ExitCode.interrupted,
      code: 'declined',
      hint: 'gomeet setup --profile prove',
    });
  await ground.build(ctx.progress);
  return missing;
}

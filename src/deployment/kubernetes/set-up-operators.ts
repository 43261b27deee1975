import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { inspectOperatorManifests } from './inspect-operator-manifests.ts';
import { placeOperatorManifests } from './place-operator-manifests.ts';

/**
 * Brings the operators' manifests, after asking; nothing when they are there.
 *
 * @returns what was placed, from the project's root
 * @throws GomeetError (interrupted) when the user declines, (prerequisite) without Go or network
 */
export async function setUpOperators(
  ctx: Pick<Context, 'projectRoot' | 'progress' | 'goModules' | 'prompts'>,
): Promise<readonly string[]> {
  const { missing, altered } = await inspectOperatorManifests(ctx.projectRoot);
  const files = [...missing, ...altered].map(({ file }) => file);
  if (files.length === 0) return [];
  ctx.progress.note(
    `From pinned Go modules these are placed below manifests/components/operators, once; up to two minutes on two cores: ${files.join(', ')}`,
  );
  if (!(await (await ctx.prompts()).confirm('Go ahead?', '--yes')))
    throw new GomeetError('nothing was placed', {
      exitCode: ExitCode.interrupted,
      code: 'declined',
      hint: 'gomeet setup --profile kubernetes',
    });
  return placeOperatorManifests(ctx);
}

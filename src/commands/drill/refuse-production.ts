import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

interface Suspicion {
  /** What has to be typed. */
  readonly name: string;
  /** Why people may rely on it; empty when nothing speaks for that. */
  readonly signs: readonly string[];
  readonly drills: number;
  /** Whether `--i-know` was given. */
  readonly knows: boolean;
}

/** A drill takes meetings from people. Where that might be real people, a flag is not enough: the name has to be typed. */
export async function refuseProduction(
  ctx: Pick<Context, 'prompts'>,
  { name, signs, drills, knows }: Suspicion,
): Promise<void> {
  if (signs.length === 0) return;
  const question = `${drills} ${drills === 1 ? 'drill' : 'drills'} would break a platform that looks like production (${signs.join(', ')}).`;
  if (!knows)
    throw new GomeetError(question, {
      exitCode: ExitCode.usage,
      code: 'looks-like-production',
      hint: 'add --i-know if that is what you want; its name is asked for',
    });
  const typed = await (await ctx.prompts()).type(
    `${question} Type ${name} to go on.`,
    'nothing: it has to be typed',
  );
  if (typed !== name)
    throw new GomeetError(`"${typed}" is not ${name}: nothing was broken`, {
      exitCode: ExitCode.usage,
      code: 'not-confirmed',
      hint: 'gomeet dr-drill --all --dry-run',
    });
}

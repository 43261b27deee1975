import { ExitCode, GomeetError } from '../../errors.ts';

/**
 * The one thing of this name. DigitalOcean lets two clusters bear one name, and then nobody can know which is meant.
 *
 * @throws GomeetError (conflict) that names both
 */
export function singleNamed<Thing extends { readonly id: string; readonly name: string }>(
  things: readonly Thing[],
  name: string,
  what: string,
): Thing | undefined {
  const [first, second] = things.filter((thing) => thing.name === name);
  if (first === undefined || second === undefined) return first;
  throw new GomeetError(`the account has two ${what} named ${name}: ${first.id} and ${second.id}`, {
    exitCode: ExitCode.conflict,
    code: 'ambiguous-name',
    hint: 'delete or rename one of them, or choose another --name',
  });
}

/** What is said of a thing that bears our name and not our tag. */
export const untagged = (tag: string, tags: readonly string[] | null | undefined): readonly string[] =>
  tags?.includes(tag)
    ? []
    : [`it does not bear the tag ${tag}: tag it to let gomeet have it, or choose another --name`];

import type { LocalProfile } from '../adapters/local-target.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { DRILLS } from './catalogue/index.ts';
import type { Drill } from './drill.ts';

/**
 * The drills that were asked for: one by its name, or all of those that fit the profile and are not only for on request.
 *
 * @throws GomeetError (usage) for a name that there is not, a drill that the profile does not have, or nothing asked
 */
export function chooseDrills(
  asked: { readonly name: string | undefined; readonly all: boolean },
  profile: LocalProfile,
): readonly Drill[] {
  const fitting = DRILLS.filter(({ profiles }) => profiles.includes(profile));
  if (asked.all && asked.name !== undefined)
    throw refused(`--all and ${asked.name} at once: say one of them`);
  if (asked.all) return fitting.filter(({ onRequest }) => onRequest !== true);
  if (asked.name === undefined) throw refused(`which drill? accepted: ${namesOf(fitting)}; or --all`);
  const drill = DRILLS.find(({ id }) => id === asked.name);
  if (drill === undefined) {
    const nearest = nearestName(
      asked.name,
      DRILLS.map(({ id }) => id),
    );
    const question = nearest === undefined ? '' : `did you mean "${nearest}"? `;
    throw refused(`no drill is named "${asked.name}": ${question}accepted: ${namesOf(fitting)}`);
  }
  if (!drill.profiles.includes(profile))
    throw new GomeetError(
      `${drill.id} needs the profile ${drill.profiles.join(' or ')}; the platform that runs here is ${profile}`,
      {
        exitCode: ExitCode.prerequisite,
        code: 'other-profile',
        hint: `gomeet deploy --target local --profile ${drill.profiles[0] ?? 'ha'}`,
      },
    );
  return [drill];
}

const namesOf = (drills: readonly Drill[]): string => drills.map(({ id }) => id).join(', ');

const refused = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'no-such-drill',
    hint: 'gomeet dr-drill --all --dry-run',
  });

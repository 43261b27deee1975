import type { LocalProfile } from '../adapters/local-target.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { DRILLS } from './catalogue/index.ts';
import type { Drill } from './drill.ts';
import { type ClusterDrill, isInCluster } from './kubernetes/cluster-form.ts';

interface Asked {
  readonly name: string | undefined;
  readonly all: boolean;
}

/**
 * The drills that were asked for: one by its name, or all of those that fit the profile and are not only for on request.
 *
 * @throws GomeetError (usage) for a name that there is not, or nothing asked; (prerequisite) for a drill that the profile does not have
 */
export function chooseDrills(asked: Asked, profile: LocalProfile): readonly Drill[] {
  const fitting = DRILLS.filter(({ profiles }) => profiles.includes(profile));
  return choose(asked, fitting, ({ id, profiles }) => {
    return new GomeetError(
      `${id} needs the profile ${profiles.join(' or ')}; the platform that runs here is ${profile}`,
      {
        exitCode: ExitCode.prerequisite,
        code: 'other-profile',
        hint: `gomeet deploy --target local --profile ${profiles[0] ?? 'ha'}`,
      },
    );
  });
}

/**
 * The same of the drills whose fault can be brought about in a cluster.
 *
 * @throws GomeetError (usage) for a name that there is not, a drill whose fault does not exist there, or nothing asked
 */
export function chooseClusterDrills(asked: Asked): readonly ClusterDrill[] {
  const fitting = DRILLS.filter(isInCluster);
  return choose(asked, fitting, ({ id, profiles, kubernetes }) => {
    const why = 'absent' in kubernetes ? kubernetes.absent : '';
    return new GomeetError(`${id} is not carried out in a cluster: ${why}; accepted: ${namesOf(fitting)}`, {
      exitCode: ExitCode.usage,
      code: 'not-in-a-cluster',
      hint: `gomeet dr-drill ${id} --target local   on profile ${profiles.join(' or ')}`,
    });
  });
}

function choose<Fitting extends Drill>(
  asked: Asked,
  fitting: readonly Fitting[],
  unfit: (drill: Drill) => GomeetError,
): readonly Fitting[] {
  if (asked.all && asked.name !== undefined)
    throw refused(`--all and ${asked.name} at once: say one of them`);
  if (asked.all) return fitting.filter(({ onRequest }) => onRequest !== true);
  if (asked.name === undefined) throw refused(`which drill? accepted: ${namesOf(fitting)}; or --all`);
  const found = fitting.find(({ id }) => id === asked.name);
  if (found !== undefined) return [found];
  const other = DRILLS.find(({ id }) => id === asked.name);
  if (other !== undefined) throw unfit(other);
  const nearest = nearestName(
    asked.name,
    DRILLS.map(({ id }) => id),
  );
  const question = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  throw refused(`no drill is named "${asked.name}": ${question}accepted: ${namesOf(fitting)}`);
}

const namesOf = (drills: readonly Drill[]): string => drills.map(({ id }) => id).join(', ');

const refused = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'no-such-drill',
    hint: 'gomeet dr-drill --all --dry-run',
  });

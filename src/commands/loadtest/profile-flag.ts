import { type LoadProfile, loadProfiles, referenceEvent } from '../../loadtest/preparation/profiles.ts';
import { smokeProfiles } from '../../loadtest/preparation/smoke-profiles.ts';
import type { Flag } from '../command.ts';
import { oneOf } from '../flag-schemas.ts';

/** The named sizes of a scenario, from small to large; `gomeet prepare-load-test` says which of them a machine can generate. */
const profilesOf = (scenario: LoadProfile['scenario']): typeof smokeProfiles =>
  [...smokeProfiles, ...loadProfiles(referenceEvent)].filter((profile) => profile.scenario === scenario);

/** The flag that takes a named size of a scenario. */
export function profileFlag(scenario: LoadProfile['scenario']) {
  const [first = '', ...others] = profilesOf(scenario).map(({ name }) => name);
  return {
    flags: '--profile <name>',
    description: `a named size, which other flags may change: ${[first, ...others].join(', ')}`,
    schema: oneOf([first, ...others]),
  } as const;
}

/** What was given, with the flags of the profile where nothing was. */
export function withProfile<Options extends { readonly profile?: string | undefined }>(
  scenario: LoadProfile['scenario'],
  flags: Readonly<Record<string, Flag>>,
  options: Options,
): Options {
  const profile = profilesOf(scenario).find(({ name }) => name === options.profile);
  if (profile === undefined) return options;
  const defaults = Object.entries(profile.flags).map(([longName, text]) => {
    const found = Object.entries(flags).find(([, flag]) => flag.flags.startsWith(`--${longName} `));
    if (found === undefined) throw new RangeError(`loadtest ${scenario} has no flag --${longName}`);
    const [name, { schema }] = found;
    return [name, schema.parse(text)] as const;
  });
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...options, ...Object.fromEntries(defaults), ...Object.fromEntries(given) };
}

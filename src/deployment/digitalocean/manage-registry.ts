import { type CloudResource, neverUpdated, ready } from './cloud-resource.ts';
import type { WantedCloud } from './wanted-cloud.ts';

/** Where DigitalOcean keeps images; from any other region they are pulled from the nearest of its own choice. */
const REGIONS = ['nyc3', 'sfo3', 'ams3', 'sgp1', 'fra1'];

/** An account has one registry: one that is there is used, whatever its name, and removed only if it bears ours. */
export function registryResource(
  { name, region }: WantedCloud,
  { keepsData }: { keepsData: boolean },
): CloudResource {
  return {
    kind: 'registry',
    name,
    stage: 1,
    billLines: ['registry'],
    async find({ registries }) {
      const found = await registries.get();
      if (found === null) return null;
      const foreign =
        found.name === name ? undefined : `the account's own, named ${found.name}: used, and never removed`;
      return { ...ready(found.name), foreign };
    },
    create: ({ registries }) =>
      registries.create({
        name,
        subscription_tier_slug: 'basic',
        ...(REGIONS.includes(region) ? { region } : {}),
      }),
    update: neverUpdated,
    remove: keepsData
      ? { kept: 'its images are kept (--keep-data)' }
      : ({ registries }) => registries.delete(),
  };
}

import type { Networks } from '../../adapters/digitalocean/networks.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { CloudResource } from './cloud-resource.ts';
import { neverUpdated, ready } from './cloud-resource.ts';
import { singleNamed } from './single-named.ts';
import type { WantedCloud } from './wanted-cloud.ts';
import { TAG } from './wanted-cloud.ts';

/** A network has no tags: its description says whose it is. */
const DESCRIPTION = 'made by gomeet';

/** Tags must exist before a firewall can name them. */
export function tagsResource({ pools }: WantedCloud): CloudResource {
  const wanted = [...new Set([TAG, ...pools.flatMap(({ tags }) => tags)])];
  return {
    kind: 'tags',
    name: wanted.join(', '),
    stage: 1,
    billLines: [],
    async find(cloud) {
      const found = await cloud.account.tags();
      const missing = wanted.filter((tag) => !found.includes(tag));
      if (missing.length === wanted.length) return null;
      return { ...ready('tags'), differences: missing.map((tag) => `add ${tag}`) };
    },
    async create({ account }) {
      for (const tag of wanted) await account.createTag(tag);
    },
    async update({ account }) {
      for (const tag of wanted) await account.createTag(tag);
    },
    async remove({ account }) {
      const found = await account.tags();
      // The tag that all platforms of the account share stays: another may bear it.
      for (const tag of wanted) if (tag !== TAG && found.includes(tag)) await account.deleteTag(tag);
    },
  };
}

export function networkResource(
  { name, region }: WantedCloud,
  { keepsData }: { keepsData: boolean },
): CloudResource {
  return {
    kind: 'network',
    name,
    stage: 1,
    billLines: [],
    async find({ networks }) {
      const found = singleNamed(await networks.vpcs(), name, 'networks');
      if (found === undefined) return null;
      const conflicts = found.region === region ? [] : [`it is in ${found.region}, not in ${region}`];
      const foreign =
        found.description === DESCRIPTION ? undefined : 'made by somebody else: used, and never removed';
      return { ...ready(found.id, found.ip_range || undefined), conflicts, foreign };
    },
    create: ({ networks }) => networks.createVpc({ name, region, description: DESCRIPTION }),
    update: neverUpdated,
    remove: keepsData
      ? { kept: 'the databases are in it (--keep-data)' }
      : ({ networks }, _ids, { id }) => removeEmptied(networks, id),
  };
}

/** @throws GomeetError (conflict) that names what is still in it: machines take minutes to go */
async function removeEmptied(networks: Networks, id: string): Promise<void> {
  const members = await networks.vpcMembers(id);
  if (members.length > 0) throw notEmpty(members.join(', '));
  await networks.deleteVpc(id).catch((error: unknown) => {
    // The API answers 403 for a network that is not empty, and its list of members may lag behind.
    if (error instanceof GomeetError && error.message.includes('HTTP 403')) throw notEmpty(error.message);
    throw error;
  });
}

const notEmpty = (what: string): GomeetError =>
  new GomeetError(`the network still holds something: ${what}`, {
    exitCode: ExitCode.conflict,
    code: 'digitalocean-conflict',
  });

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

export function networkResource({ name, region }: WantedCloud): CloudResource {
  return {
    kind: 'network',
    name,
    stage: 1,
    billLines: [],
    async find({ networks }) {
      const found = singleNamed(await networks.vpcs(), name, 'networks');
      if (found === undefined) return null;
      const conflicts = found.region === region ? [] : [`it is in ${found.region}, not in ${region}`];
      const notes =
        found.description === DESCRIPTION ? [] : ['made by somebody else: it is used, and never removed'];
      return { ...ready(found.id), conflicts, notes };
    },
    create: ({ networks }) => networks.createVpc({ name, region, description: DESCRIPTION }),
    update: neverUpdated,
    async remove({ networks }, _ids, { id, notes }) {
      if (notes?.length === 0 && (await networks.vpcMembers(id)).length === 0) await networks.deleteVpc(id);
    },
  };
}

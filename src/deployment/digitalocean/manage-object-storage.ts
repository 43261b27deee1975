import type { NewSpacesKey } from '../../adapters/digitalocean/spaces.ts';
import { type CloudResource, neverUpdated, ready } from './cloud-resource.ts';
import { singleNamed } from './single-named.ts';
import type { WantedCloud } from './wanted-cloud.ts';

/** Where the secret of the key is kept: the API tells it once. */
export interface SpacesSecret {
  /** The key that is at hand; null: none. */
  key(): Promise<{ accessKey: string; secretKey: string } | null>;
  keep(key: NewSpacesKey): Promise<void>;
}

/**
 * A key for recordings and backups. One that is there, with its secret elsewhere, may be the very one that a running platform signs its
 * uploads with: it is made anew only when that was asked for, or when its secret was lost in this run, so that nobody can have it.
 */
export function storageKeyResource(
  { name }: WantedCloud,
  { secret, renewsKey }: { readonly secret: SpacesSecret; readonly renewsKey: boolean },
): CloudResource {
  let isMadeNow = false;
  // Without a bucket's name it may create buckets, which a key of one bucket may not.
  const grants = [{ bucket: '', permission: 'fullaccess' }];
  return {
    kind: 'object-storage-key',
    name,
    stage: 3,
    billLines: [],
    async find({ spaces }) {
      const keys = (await spaces.keys()).map((key) => ({ ...key, id: key.access_key }));
      const found = singleNamed(keys, name, 'keys of Spaces');
      if (found === undefined) return null;
      if ((await secret.key())?.accessKey === found.access_key) return ready(found.access_key);
      return renewsKey || isMadeNow
        ? { ...ready(found.access_key), differences: ['make it anew: its secret is not kept here'] }
        : { ...ready(found.access_key), conflicts: [secretElsewhere] };
    },
    async create({ spaces }) {
      isMadeNow = true;
      await secret.keep(await spaces.createKey(name, grants));
    },
    async update({ spaces }, _ids, { id }) {
      await spaces.deleteKey(id);
      await secret.keep(await spaces.createKey(name, grants));
    },
    remove: ({ spaces }, _ids, { id }) => spaces.deleteKey(id),
  };
}

const secretElsewhere =
  'its secret is not kept here: bring .gomeet/cloud from where it was made, or end that key and make another by --renew-storage-key';

/** The bucket of recordings and backups. It is never removed: what is in it exists nowhere else. */
export function bucketResource({ name, bucket, region }: WantedCloud, secret: SpacesSecret): CloudResource {
  return {
    kind: 'bucket',
    name: bucket,
    stage: 4,
    billLines: ['object-storage'],
    async find({ spaces }, ids) {
      const key = await secret.key();
      const held = ids.get(`object-storage-key/${name}`);
      // With a key that the account no longer holds, nobody can be asked.
      if (key === null || held !== key.accessKey)
        return held === undefined ? null : 'asked for when the secret of the key is here';
      return (await spaces.hasBucket({ bucket, region, ...key })) ? ready(bucket, `in ${region}`) : null;
    },
    async create({ spaces }) {
      const key = await secret.key();
      if (key !== null) await spaces.createBucket({ bucket, region, ...key });
    },
    update: neverUpdated,
    remove: { kept: 'recordings and backups exist nowhere else: delete it by hand' },
  };
}

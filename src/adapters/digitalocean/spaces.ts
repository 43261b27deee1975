import * as z from 'zod';
import { allPages, type Connection, checked, PAGE_SIZE } from './connection.ts';
import { type BucketPlace, createBucket, hasBucket } from './spaces-bucket.ts';

const keySchema = z.object({ name: z.string().default(''), access_key: z.string() });
const newKeySchema = keySchema.extend({ secret_key: z.string().min(1) });

type SpacesKey = z.output<typeof keySchema>;
/** The secret is told once, when the key is made. */
export type NewSpacesKey = z.output<typeof newKeySchema>;
type Bucket = Omit<BucketPlace, 'endpoint'>;

/** Object storage: keys by DigitalOcean's API, buckets by the S3 protocol. */
export interface Spaces {
  keys(): Promise<readonly SpacesKey[]>;
  /** @param grants a bucket's name with `read`, `readwrite` or `fullaccess`; without a bucket's name fullaccess is to all */
  createKey(name: string, grants: readonly { bucket: string; permission: string }[]): Promise<NewSpacesKey>;
  deleteKey(accessKey: string): Promise<void>;
  /** @throws GomeetError (conflict) for a bucket that the key may not reach */
  hasBucket(bucket: Bucket): Promise<boolean>;
  createBucket(bucket: Bucket): Promise<void>;
}

export function spacesOf({ repeat, once, send, spacesAddress }: Connection): Spaces {
  const page = (number: number) =>
    repeat(() => send({ method: 'GET', path: `spaces/keys?per_page=${PAGE_SIZE}&page=${number}` }));
  const placeOf = (bucket: Bucket): BucketPlace => ({ ...bucket, endpoint: spacesAddress(bucket.region) });
  return {
    keys: () => allPages(page, 'keys', keySchema, 'list of keys of Spaces'),
    async createKey(name, grants) {
      const answer = await once(() => send({ method: 'POST', path: 'spaces/keys', body: { name, grants } }));
      return checked(z.object({ key: newKeySchema }), answer, 'key of Spaces').key;
    },
    async deleteKey(accessKey) {
      await repeat(() => send({ method: 'DELETE', path: `spaces/keys/${accessKey}` }));
    },
    hasBucket: (bucket) => hasBucket(placeOf(bucket), new Date()),
    createBucket: (bucket) => createBucket(placeOf(bucket), new Date()),
  };
}

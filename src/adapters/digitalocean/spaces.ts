import * as z from 'zod';
import { allPages, type Connection, checked, PAGE_SIZE } from './connection.ts';

const keySchema = z.object({ name: z.string().default(''), access_key: z.string() });
const newKeySchema = keySchema.extend({ secret_key: z.string().min(1) });

export type SpacesKey = z.output<typeof keySchema>;
/** The secret is told once, when the key is made. */
export type NewSpacesKey = z.output<typeof newKeySchema>;

/** Keys of object storage. Buckets are made by the S3 protocol: see spaces-bucket.ts. */
export interface Spaces {
  keys(): Promise<readonly SpacesKey[]>;
  /** @param grants a bucket's name with `read`, `readwrite` or `fullaccess`; without a bucket's name fullaccess is to all */
  createKey(name: string, grants: readonly { bucket: string; permission: string }[]): Promise<NewSpacesKey>;
  deleteKey(accessKey: string): Promise<void>;
}

export function spacesOf({ repeat, once, send }: Connection): Spaces {
  const page = (number: number) =>
    repeat(() => send({ method: 'GET', path: `spaces/keys?per_page=${PAGE_SIZE}&page=${number}` }));
  return {
    keys: () => allPages(page, 'keys', keySchema, 'list of keys of Spaces'),
    async createKey(name, grants) {
      const answer = await once(() => send({ method: 'POST', path: 'spaces/keys', body: { name, grants } }));
      return checked(z.object({ key: newKeySchema }), answer, 'key of Spaces').key;
    },
    async deleteKey(accessKey) {
      await repeat(() => send({ method: 'DELETE', path: `spaces/keys/${accessKey}` }));
    },
  };
}

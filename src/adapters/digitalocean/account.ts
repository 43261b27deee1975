import { createRequire } from 'node:module';
import * as z from 'zod';
import { allPages, type Connection, checked, PAGE_SIZE } from './connection.ts';

const require = createRequire(import.meta.url);
const { default: AccountModule } =
  require('do-wrapper/dist/modules/account.js') as typeof import('do-wrapper/dist/modules/account.js');
const { default: Tags } =
  require('do-wrapper/dist/modules/tags.js') as typeof import('do-wrapper/dist/modules/tags.js');

const accountSchema = z.object({
  droplet_limit: z.int(),
  status: z.string(),
  status_message: z.string().default(''),
});

/** The account itself: what it may hold, and the tags in it. */
export interface Account {
  /** How many machines it may hold, and whether it may make any. */
  get(): Promise<{ dropletLimit: number; status: string; statusMessage: string }>;
  /** How many machines it holds, whoever made them. */
  countDroplets(): Promise<number>;
  tags(): Promise<readonly string[]>;
  createTag(name: string): Promise<void>;
  deleteTag(name: string): Promise<void>;
}

export function accountOf({ helper, repeat, send }: Connection): Account {
  const account = new AccountModule(PAGE_SIZE, helper);
  const tags = new Tags(PAGE_SIZE, helper);
  const tagPage = (page: number) => repeat(() => tags.getAll('', false, page, PAGE_SIZE));
  return {
    async get() {
      const answer = await repeat(() => account.get());
      const found = checked(z.object({ account: accountSchema }), answer, 'account').account;
      return {
        dropletLimit: found.droplet_limit,
        status: found.status,
        statusMessage: found.status_message,
      };
    },
    async countDroplets() {
      // do-wrapper would ask at `droplets/`, which the API's description does not have.
      const answer = await repeat(() => send({ method: 'GET', path: 'droplets?per_page=1&page=1' }));
      const schema = z.object({ meta: z.object({ total: z.int().nonnegative() }) });
      return checked(schema, answer, 'list of machines').meta.total;
    },
    async tags() {
      const found = await allPages(tagPage, 'tags', z.object({ name: z.string() }), 'list of tags');
      return found.map(({ name }) => name);
    },
    // A tag that exists already is answered with the tag: asking twice does no harm.
    async createTag(name) {
      await repeat(() => send({ method: 'POST', path: 'tags', body: { name } }));
    },
    async deleteTag(name) {
      await repeat(() => tags.delete(name));
    },
  };
}

import { createRequire } from 'node:module';
import * as z from 'zod';
import { allPages, type Connection, PAGE_SIZE } from './connection.ts';

const require = createRequire(import.meta.url);
const { default: DomainModule } =
  require('do-wrapper/dist/modules/domains.js') as typeof import('do-wrapper/dist/modules/domains.js');

const recordSchema = z.object({
  id: z.int(),
  type: z.string(),
  name: z.string().default(''),
  data: z.string().default(''),
});

type DomainRecord = z.output<typeof recordSchema>;

/** `name` is relative to the domain; `@` is the domain itself. */
interface RecordRequest {
  readonly type: 'A';
  readonly name: string;
  readonly data: string;
  readonly ttl: number;
}

export interface Domains {
  list(): Promise<readonly string[]>;
  create(name: string): Promise<void>;
  records(domain: string): Promise<readonly DomainRecord[]>;
  createRecord(domain: string, record: RecordRequest): Promise<void>;
  updateRecord(domain: string, id: number, record: RecordRequest): Promise<void>;
  deleteRecord(domain: string, id: number): Promise<void>;
}

export function domainsOf({ helper, repeat, once, send }: Connection): Domains {
  const domains = new DomainModule(PAGE_SIZE, helper);
  const page = (number: number) =>
    repeat(() => send({ method: 'GET', path: `domains?per_page=${PAGE_SIZE}&page=${number}` }));
  return {
    async list() {
      const found = await allPages(page, 'domains', z.object({ name: z.string() }), 'list of domains');
      return found.map(({ name }) => name);
    },
    async create(name) {
      await once(() => send({ method: 'POST', path: 'domains', body: { name } }));
    },
    records: (domain) =>
      allPages(
        (number) => repeat(() => domains.getAllRecords(domain, '', false, number, PAGE_SIZE)),
        'domain_records',
        recordSchema,
        `records of ${domain}`,
      ),
    async createRecord(domain, body) {
      await once(() => send({ method: 'POST', path: `domains/${domain}/records`, body }));
    },
    async updateRecord(domain, id, body) {
      await repeat(() => send({ method: 'PUT', path: `domains/${domain}/records/${id}`, body }));
    },
    async deleteRecord(domain, id) {
      await repeat(() => domains.deleteRecord(domain, String(id)));
    },
  };
}

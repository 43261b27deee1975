import { createRequire } from 'node:module';
import * as z from 'zod';
import { type Connection, checked, PAGE_SIZE } from './connection.ts';

const require = createRequire(import.meta.url);
const { default: DatabaseModule } =
  require('do-wrapper/dist/modules/databases.js') as typeof import('do-wrapper/dist/modules/databases.js');

const connectionSchema = z.object({
  host: z.string(),
  port: z.int(),
  user: z.string(),
  password: z.string(),
  database: z.string().optional(),
});

const databaseSchema = z.object({
  id: z.string(),
  name: z.string(),
  engine: z.string(),
  version: z.string().default(''),
  num_nodes: z.int(),
  size: z.string(),
  region: z.string(),
  status: z.string().default('creating'),
  private_network_uuid: z.string().optional(),
  tags: z.array(z.string()).nullish(),
  db_names: z.array(z.string()).nullish(),
  private_connection: connectionSchema.partial().optional(),
});

const ruleSchema = z.object({ type: z.string(), value: z.string() });
const engineSchema = z.object({
  regions: z.array(z.string()),
  versions: z.array(z.string()),
  layouts: z.array(z.object({ num_nodes: z.int(), sizes: z.array(z.string()) })),
});

export type Database = z.output<typeof databaseSchema>;
export type DatabaseOptions = z.output<typeof engineSchema>;
/** Who may connect: a machine, a cluster (`k8s`), an address or a tag. */
type DatabaseRule = z.output<typeof ruleSchema>;

interface DatabaseRequest {
  readonly name: string;
  readonly engine: 'pg' | 'valkey';
  readonly version: string;
  readonly num_nodes: number;
  readonly size: string;
  readonly region: string;
  readonly private_network_uuid: string;
  readonly tags: readonly string[];
}

/** Managed PostgreSQL and Valkey; do-wrapper knows neither Valkey, networks nor rules of access. */
export interface Databases {
  options(engine: 'pg' | 'valkey'): Promise<DatabaseOptions>;
  list(): Promise<readonly Database[]>;
  get(id: string): Promise<Database>;
  create(request: DatabaseRequest): Promise<Database>;
  resize(id: string, size: string, nodes: number): Promise<void>;
  delete(id: string): Promise<void>;
  /** The certificate, as PEM, of the authority that signed the server's own. */
  authority(id: string): Promise<string>;
  rules(id: string): Promise<readonly DatabaseRule[]>;
  setRules(id: string, rules: readonly DatabaseRule[]): Promise<void>;
  evictionPolicy(id: string): Promise<string>;
  setEvictionPolicy(id: string, policy: 'noeviction'): Promise<void>;
  names(id: string): Promise<readonly string[]>;
  addName(id: string, name: string): Promise<void>;
}

export function databasesOf({ helper, repeat, once, send }: Connection): Databases {
  const module = new DatabaseModule(PAGE_SIZE, helper);
  const get = (path: string) => repeat(() => send({ method: 'GET', path: `databases/${path}` }));
  const change = async (method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> => {
    await repeat(() => send({ method, path: `databases/${path}`, body }));
  };
  const databaseIn = (answer: unknown): Database =>
    checked(z.object({ database: databaseSchema }), answer, 'database').database;
  return {
    async options(engine) {
      const schema = z.object({ options: z.object({ [engine]: engineSchema }) });
      const { options } = checked(schema, await get('options'), `options of ${engine}`);
      return options[engine] as DatabaseOptions;
    },
    async list() {
      const answer = await repeat(() => module.getAllClusters('', false, 1, PAGE_SIZE));
      // An account without databases gets null here; the list has no pages.
      const schema = z.object({ databases: z.array(databaseSchema).nullish() });
      return checked(schema, answer, 'list of databases').databases ?? [];
    },
    get: async (id) => databaseIn(await repeat(() => module.getClusterById(id))),
    create: async (body) => databaseIn(await once(() => send({ method: 'POST', path: 'databases', body }))),
    resize: (id, size, nodes) => change('PUT', `${id}/resize`, { size, num_nodes: nodes }),
    delete: (id) => change('DELETE', id),
    async authority(id) {
      const schema = z.object({ ca: z.object({ certificate: z.base64() }) });
      const { ca } = checked(schema, await get(`${id}/ca`), 'certificate of the authority');
      return Buffer.from(ca.certificate, 'base64').toString();
    },
    rules: async (id) =>
      checked(z.object({ rules: z.array(ruleSchema) }), await get(`${id}/firewall`), 'rules of access').rules,
    setRules: (id, rules) => change('PUT', `${id}/firewall`, { rules }),
    evictionPolicy: async (id) =>
      checked(
        z.object({ eviction_policy: z.string() }),
        await get(`${id}/eviction_policy`),
        'eviction policy',
      ).eviction_policy,
    setEvictionPolicy: (id, policy) => change('PUT', `${id}/eviction_policy`, { eviction_policy: policy }),
    names: async (id) => {
      const schema = z.object({ dbs: z.array(z.object({ name: z.string() })).nullish() });
      return (checked(schema, await get(`${id}/dbs`), 'list of database names').dbs ?? []).map(
        ({ name }) => name,
      );
    },
    async addName(id, name) {
      await once(() => send({ method: 'POST', path: `databases/${id}/dbs`, body: { name } }));
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type AccountState, CREATED, type DatabaseState, look } from './account-state.ts';
import { refuse } from './digitalocean-double.ts';

interface ById {
  Params: { id: string };
}

const SIZES = ['1vcpu-1gb', '1vcpu-2gb', '2vcpu-4gb', '4vcpu-8gb', '6vcpu-16gb', '8vcpu-32gb'];
const optionsOf = (versions: readonly string[]) => ({
  regions: ['sgp1', 'fra1'],
  versions,
  layouts: [1, 2, 3].map((num_nodes) => ({ num_nodes, sizes: SIZES.map((size) => `db-s-${size}`) })),
});

/** Managed PostgreSQL and Valkey, and the load balancers of clusters. */
export function databaseRoutes(app: FastifyInstance, read: () => AccountState): void {
  const find = (id: string): DatabaseState | undefined => read().databases.find((own) => own.id === id);
  app.get('/v2/databases/options', () => ({
    options: { pg: optionsOf(['16', '17']), valkey: optionsOf(['8']) },
  }));
  app.get('/v2/databases', () => {
    for (const database of read().databases) look(database);
    return { databases: read().databases.map(shown) };
  });
  app.get<ById>('/v2/databases/:id', ({ params }, reply) => {
    const database = find(params.id);
    if (database === undefined) return refuse(reply, 404, 'no such database');
    look(database);
    return { database: shown(database) };
  });
  app.post<{ Body: DatabaseState }>('/v2/databases', ({ body }, reply) => {
    if (!read().vpcs.some(({ id }) => id === body.private_network_uuid))
      return refuse(reply, 422, 'invalid private_network_uuid');
    const database = {
      ...body,
      id: randomUUID(),
      looksLeft: read().looksUntilReady,
      rules: [],
      evictionPolicy: 'allkeys_lru',
      names: ['defaultdb'],
    };
    read().databases.push(database);
    return reply.code(201).send({ database: shown(database) });
  });
  app.put<ById & { Body: { size: string; num_nodes: number } }>(
    '/v2/databases/:id/resize',
    ({ params, body }, reply) => {
      Object.assign(find(params.id) ?? {}, body, { looksLeft: 1 });
      return reply.code(202).send();
    },
  );
  app.delete<ById>('/v2/databases/:id', ({ params }, reply) => {
    read().databases = read().databases.filter(({ id }) => id !== params.id);
    return reply.code(204).send();
  });
  accessRoutes(app, find);
  app.get<ById>('/v2/load_balancers/:id', ({ params }, reply) => {
    const balancers = read().clusters.flatMap(({ loadBalancers }) => loadBalancers);
    const found = balancers.find(({ id }) => id === params.id);
    if (found === undefined) return refuse(reply, 404, 'no such load balancer');
    const rule = { entry_protocol: 'tcp', entry_port: 443, target_protocol: 'tcp', target_port: 443 };
    return { load_balancer: { ...found, status: 'active', forwarding_rules: [rule], created_at: CREATED } };
  });
}

function accessRoutes(app: FastifyInstance, find: (id: string) => DatabaseState | undefined): void {
  app.get<ById>('/v2/databases/:id/firewall', ({ params }) => ({ rules: find(params.id)?.rules ?? [] }));
  app.put<ById & { Body: { rules: { type: string; value: string }[] } }>(
    '/v2/databases/:id/firewall',
    ({ params, body }, reply) => {
      const rules = body.rules.map((rule) => ({
        ...rule,
        uuid: randomUUID(),
        cluster_uuid: params.id,
        created_at: CREATED,
      }));
      Object.assign(find(params.id) ?? {}, { rules });
      return reply.code(204).send();
    },
  );
  app.get<ById>('/v2/databases/:id/ca', ({ params }) => ({
    ca: { certificate: Buffer.from(`authority of ${find(params.id)?.name}`).toString('base64') },
  }));
  app.get<ById>('/v2/databases/:id/eviction_policy', ({ params }) => ({
    eviction_policy: find(params.id)?.evictionPolicy,
  }));
  app.put<ById & { Body: { eviction_policy: string } }>(
    '/v2/databases/:id/eviction_policy',
    ({ params, body }, reply) => {
      Object.assign(find(params.id) ?? {}, { evictionPolicy: body.eviction_policy });
      return reply.code(204).send();
    },
  );
  app.get<ById>('/v2/databases/:id/dbs', ({ params }) => ({
    dbs: (find(params.id)?.names ?? []).map((name) => ({ name })),
  }));
  app.post<ById & { Body: { name: string } }>('/v2/databases/:id/dbs', ({ params, body }, reply) => {
    find(params.id)?.names.push(body.name);
    return reply.code(201).send({ db: { name: body.name } });
  });
}

function shown({ looksLeft, rules: _, evictionPolicy: __, names, ...database }: DatabaseState) {
  const host = `private-${database.name}.b.db.ondigitalocean.com`;
  return {
    ...database,
    status: looksLeft > 0 ? 'creating' : 'online',
    created_at: CREATED,
    db_names: names,
    private_connection: {
      uri: '',
      database: 'defaultdb',
      host,
      port: 25_060,
      user: 'doadmin',
      password: `password of ${database.name}`,
      ssl: true,
    },
  };
}

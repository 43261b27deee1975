import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type AccountState, CREATED, dropletsOf, look, membersOf } from './account-state.ts';
import { refuse } from './digitalocean-double.ts';

interface ById {
  Params: { id: string };
}

/** One page, as every list is answered. */
export const page = (key: string, items: readonly unknown[]) => ({
  [key]: items,
  links: {},
  meta: { total: items.length },
});

/** Account, tags, networks, firewalls, registry, keys and names. */
export function accountRoutes(app: FastifyInstance, read: () => AccountState): void {
  app.get('/v2/account', () => ({
    account: {
      droplet_limit: read().dropletLimit,
      floating_ip_limit: 5,
      email: 'ops@example.com',
      uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
      email_verified: true,
      status: read().status,
      status_message: '',
    },
  }));
  app.get('/v2/droplets', () => ({ droplets: [], links: {}, meta: { total: dropletsOf(read()) } }));
  app.get('/v2/tags', () =>
    page(
      'tags',
      [...read().tags].map((name) => ({ name, resources: { count: 0 } })),
    ),
  );
  app.post<{ Body: { name: string } }>('/v2/tags', ({ body }, reply) => {
    read().tags.add(body.name);
    return reply.code(201).send({ tag: { name: body.name, resources: { count: 0 } } });
  });
  app.delete<ById>('/v2/tags/:id', ({ params }, reply) =>
    read().tags.delete(params.id) ? reply.code(204).send() : refuse(reply, 404, 'no such tag'),
  );
  networkRoutes(app, read);
  firewallRoutes(app, read);
  registryRoutes(app, read);
  keyRoutes(app, read);
  nameRoutes(app, read);
}

function networkRoutes(app: FastifyInstance, read: () => AccountState): void {
  const shown = (vpc: AccountState['vpcs'][number]) => ({
    ...vpc,
    ip_range: '10.104.0.0/20',
    default: false,
    urn: `do:vpc:${vpc.id}`,
    created_at: CREATED,
  });
  app.get('/v2/vpcs', () => page('vpcs', read().vpcs.map(shown)));
  app.post<{ Body: { name: string; region: string; description: string } }>('/v2/vpcs', ({ body }, reply) => {
    if (read().vpcs.some(({ name }) => name === body.name))
      return refuse(reply, 422, 'a VPC with this name already exists');
    const vpc = { id: randomUUID(), ...body };
    read().vpcs.push(vpc);
    return reply.code(201).send({ vpc: shown(vpc) });
  });
  app.get<ById>('/v2/vpcs/:id/members', ({ params }) => page('members', membersOf(read(), params.id)));
  app.delete<ById>('/v2/vpcs/:id', ({ params }, reply) => {
    if (membersOf(read(), params.id).length > 0) return refuse(reply, 403, 'Can not delete VPC with members');
    read().vpcs = read().vpcs.filter(({ id }) => id !== params.id);
    return reply.code(204).send();
  });
}

interface FirewallBody {
  Body: { name: string; tags: string[]; inbound_rules: object[]; outbound_rules: object[] };
}

function firewallRoutes(app: FastifyInstance, read: () => AccountState): void {
  const shown = ({ looksLeft, ...firewall }: AccountState['firewalls'][number]) => ({
    ...firewall,
    status: looksLeft === 0 ? 'succeeded' : 'waiting',
    created_at: CREATED,
    droplet_ids: [],
    pending_changes: [],
  });
  app.get('/v2/firewalls', () => {
    for (const firewall of read().firewalls) look(firewall);
    return page('firewalls', read().firewalls.map(shown));
  });
  app.post<FirewallBody>('/v2/firewalls', ({ body }, reply) => {
    const missing = body.tags.find((tag) => !read().tags.has(tag));
    if (missing !== undefined) return refuse(reply, 422, `the tag ${missing} does not exist`);
    const firewall = { id: randomUUID(), looksLeft: read().looksUntilReady, ...body };
    read().firewalls.push(firewall);
    return reply.code(202).send({ firewall: shown(firewall) });
  });
  app.put<ById & FirewallBody>('/v2/firewalls/:id', ({ params, body }, reply) => {
    const firewall = read().firewalls.find(({ id }) => id === params.id);
    if (firewall === undefined) return refuse(reply, 404, 'no such firewall');
    Object.assign(firewall, body, { looksLeft: 1 });
    return { firewall: shown(firewall) };
  });
  app.delete<ById>('/v2/firewalls/:id', ({ params }, reply) => {
    read().firewalls = read().firewalls.filter(({ id }) => id !== params.id);
    return reply.code(204).send();
  });
}

function registryRoutes(app: FastifyInstance, read: () => AccountState): void {
  const shown = (registry: { name: string; region: string }) => ({
    registry: { ...registry, created_at: CREATED, storage_usage_bytes: 0 },
  });
  app.get('/v2/registry', (_request, reply) => {
    const { registry } = read();
    return registry === null ? refuse(reply, 404, 'registry does not exist') : shown(registry);
  });
  app.post<{ Body: { name: string; region?: string } }>('/v2/registry', ({ body }, reply) => {
    if (read().registry !== null) return refuse(reply, 409, 'account already has a registry');
    const registry = { name: body.name, region: body.region ?? 'fra1' };
    read().registry = registry;
    return reply.code(201).send(shown(registry));
  });
  app.delete('/v2/registry', (_request, reply) => {
    read().registry = null;
    return reply.code(204).send();
  });
}

function keyRoutes(app: FastifyInstance, read: () => AccountState): void {
  const grants = [{ bucket: '', permission: 'fullaccess' }];
  const shown = (key: AccountState['keys'][number]) => ({ ...key, grants, created_at: CREATED });
  app.get('/v2/spaces/keys', () => page('keys', read().keys.map(shown)));
  app.post<{ Body: { name: string } }>('/v2/spaces/keys', ({ body }, reply) => {
    const key = { name: body.name, access_key: `DO00${randomUUID().slice(0, 8).toUpperCase()}` };
    read().keys.push(key);
    return reply.code(201).send({ key: { ...shown(key), secret_key: `secret of ${key.access_key}` } });
  });
  app.delete<ById>('/v2/spaces/keys/:id', ({ params }, reply) => {
    const before = read().keys.length;
    read().keys = read().keys.filter(({ access_key }) => access_key !== params.id);
    return read().keys.length < before ? reply.code(204).send() : refuse(reply, 404, 'no such key');
  });
}

interface RecordBody {
  Params: { domain: string; id: string };
  Body: { type: string; name: string; data: string; ttl: number };
}

function nameRoutes(app: FastifyInstance, read: () => AccountState): void {
  const recordsOf = (domain: string) => read().domains.get(domain) ?? [];
  app.get('/v2/domains', () =>
    page(
      'domains',
      [...read().domains.keys()].map((name) => ({ name, ttl: 1800, zone_file: '' })),
    ),
  );
  app.post<{ Body: { name: string } }>('/v2/domains', ({ body }, reply) => {
    read().domains.set(body.name, []);
    return reply.code(201).send({ domain: { name: body.name, ttl: null, zone_file: null } });
  });
  app.get<RecordBody>('/v2/domains/:domain/records', ({ params }) =>
    page('domain_records', recordsOf(params.domain)),
  );
  app.post<RecordBody>('/v2/domains/:domain/records', ({ params, body }, reply) => {
    const record = { ...body, id: 28_448_429 + recordsOf(params.domain).length };
    read().domains.get(params.domain)?.push(record);
    return reply.code(201).send({ domain_record: record });
  });
  app.put<RecordBody>('/v2/domains/:domain/records/:id', ({ params, body }, reply) => {
    const record = recordsOf(params.domain).find(({ id }) => id === Number(params.id));
    if (record === undefined) return refuse(reply, 404, 'no such record');
    return { domain_record: Object.assign(record, body) };
  });
  app.delete<RecordBody>('/v2/domains/:domain/records/:id', ({ params }, reply) => {
    read().domains.set(
      params.domain,
      recordsOf(params.domain).filter(({ id }) => id !== Number(params.id)),
    );
    return reply.code(204).send();
  });
}

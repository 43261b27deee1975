import { createRequire } from 'node:module';
import * as z from 'zod';
import { allPages, type Connection, checked, PAGE_SIZE } from './connection.ts';

const require = createRequire(import.meta.url);
const { default: LoadBalancers } =
  require('do-wrapper/dist/modules/load-balancers.js') as typeof import('do-wrapper/dist/modules/load-balancers.js');

const vpcSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  description: z.string().default(''),
  ip_range: z.string().default(''),
});

const addressesSchema = z.object({ addresses: z.array(z.string()).nullish() });
const inboundSchema = z.object({ protocol: z.string(), ports: z.string(), sources: addressesSchema });
const outboundSchema = z.object({ protocol: z.string(), ports: z.string(), destinations: addressesSchema });
const firewallSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().default('waiting'),
  tags: z.array(z.string()).nullish(),
  inbound_rules: z.array(inboundSchema).nullish(),
  outbound_rules: z.array(outboundSchema).nullish(),
});

const loadBalancerSchema = z.object({
  id: z.string(),
  name: z.string().default(''),
  ip: z.string().default(''),
  status: z.string().default('new'),
});

type Vpc = z.output<typeof vpcSchema>;
export type Firewall = z.output<typeof firewallSchema>;
type LoadBalancer = z.output<typeof loadBalancerSchema>;

/** `ports` is one port, a range such as `10000-20000`, or `all`; addresses are CIDR blocks. */
export interface FirewallRequest {
  readonly name: string;
  readonly tags: readonly string[];
  readonly inbound_rules: readonly {
    protocol: string;
    ports: string;
    sources: { addresses: readonly string[] };
  }[];
  readonly outbound_rules: readonly {
    protocol: string;
    ports: string;
    destinations: { addresses: readonly string[] };
  }[];
}

export interface Networks {
  vpcs(): Promise<readonly Vpc[]>;
  createVpc(request: { name: string; region: string; description: string }): Promise<void>;
  /** @throws GomeetError (`digitalocean-token-refused` or `-conflict`) while something is still in it */
  deleteVpc(id: string): Promise<void>;
  /** Names of what is still in it. */
  vpcMembers(id: string): Promise<readonly string[]>;
  firewalls(): Promise<readonly Firewall[]>;
  createFirewall(request: FirewallRequest): Promise<void>;
  updateFirewall(id: string, request: FirewallRequest): Promise<void>;
  deleteFirewall(id: string): Promise<void>;
  loadBalancer(id: string): Promise<LoadBalancer>;
}

export function networksOf({ helper, repeat, once, send }: Connection): Networks {
  const loadBalancers = new LoadBalancers(PAGE_SIZE, helper);
  const pagesOf = (path: string) => (page: number) =>
    repeat(() => send({ method: 'GET', path: `${path}?per_page=${PAGE_SIZE}&page=${page}` }));
  const create = async (path: string, body: unknown): Promise<void> => {
    await once(() => send({ method: 'POST', path, body }));
  };
  const change = async (method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> => {
    await repeat(() => send({ method, path, body }));
  };
  return {
    vpcs: () => allPages(pagesOf('vpcs'), 'vpcs', vpcSchema, 'list of networks'),
    createVpc: (request) => create('vpcs', request),
    deleteVpc: (id) => change('DELETE', `vpcs/${id}`),
    async vpcMembers(id) {
      const member = z.object({ name: z.string().default(''), urn: z.string().default('') });
      const found = await allPages(pagesOf(`vpcs/${id}/members`), 'members', member, 'members of a network');
      return found.map(({ name, urn }) => name || urn);
    },
    firewalls: () => allPages(pagesOf('firewalls'), 'firewalls', firewallSchema, 'list of firewalls'),
    createFirewall: (request) => create('firewalls', request),
    updateFirewall: (id, request) => change('PUT', `firewalls/${id}`, request),
    deleteFirewall: (id) => change('DELETE', `firewalls/${id}`),
    loadBalancer: async (id) =>
      checked(
        z.object({ load_balancer: loadBalancerSchema }),
        await repeat(() => loadBalancers.getById(id)),
        'load balancer',
      ).load_balancer,
  };
}

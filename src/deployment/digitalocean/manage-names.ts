import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import { type CloudResource, type Ids, neverUpdated, ready } from './cloud-resource.ts';
import type { WantedCloud } from './wanted-cloud.ts';

/** The names that people and operators use; `@` is the domain itself, where the web app is. */
const NAMES = ['@', 'api', 'livekit', 'grafana', 'prometheus', 'alertmanager', 'traefik'];
/** Seconds; five minutes, so that a new load balancer is found soon. */
const TTL = 300;
const LATER = 'comes with gomeet deploy --target kubernetes; run gomeet cloud apply again after it';

/** Made by the cluster's own controller for the service of Traefik: looked for, never made here. */
export function loadBalancerResource({ name }: WantedCloud): CloudResource {
  return {
    kind: 'load-balancer',
    name,
    stage: 4,
    billLines: ['load-balancers'],
    async find(cloud, ids) {
      const found = await loadBalancerOf(cloud, ids, name);
      if (found === null) return LATER;
      const state = found.ip === '' ? 'waiting' : found.status === 'errored' ? 'failed' : 'ready';
      return { ...ready(found.ip), state, text: found.ip || found.status };
    },
    create: neverUpdated,
    update: neverUpdated,
    remove: { kept: 'goes with the cluster' },
  };
}

async function loadBalancerOf({ clusters, networks }: Cloud, ids: Ids, name: string) {
  const cluster = ids.get(`cluster/${name}`);
  if (cluster === undefined) return null;
  const [first] = (await clusters.associated(cluster)).load_balancers;
  return first === undefined ? null : networks.loadBalancer(first.id);
}

export function nameResources({ name, domain }: WantedCloud): readonly CloudResource[] {
  if (domain === null) return [];
  return [domainResource(domain), ...NAMES.map((label) => recordResource(name, domain, label))];
}

function domainResource(domain: string): CloudResource {
  return {
    kind: 'domain',
    name: domain,
    stage: 1,
    billLines: [],
    find: async ({ domains }) => ((await domains.list()).includes(domain) ? ready(domain) : null),
    create: ({ domains }) => domains.create(domain),
    update: neverUpdated,
    remove: { kept: 'it may hold names of others' },
  };
}

function recordResource(platform: string, domain: string, label: string): CloudResource {
  const address = (ids: Ids): string => ids.get(`load-balancer/${platform}`) ?? '';
  const record = (ids: Ids) => ({ type: 'A' as const, name: label, data: address(ids), ttl: TTL });
  return {
    kind: 'dns-record',
    name: label === '@' ? domain : `${label}.${domain}`,
    stage: 4,
    billLines: [],
    async find({ domains }, ids) {
      if (address(ids) === '') return LATER;
      if (!ids.has(`domain/${domain}`)) return null;
      const found = (await domains.records(domain)).filter(
        ({ type, name }) => type === 'A' && name === label,
      );
      const [first] = found;
      if (first === undefined) return null;
      const differences = first.data === address(ids) ? [] : [`${first.data} → ${address(ids)}`];
      const conflicts = found.length > 1 ? ['it has several addresses'] : [];
      return { ...ready(String(first.id), first.data), differences, conflicts };
    },
    create: ({ domains }, ids) => domains.createRecord(domain, record(ids)),
    update: ({ domains }, ids, { id }) => domains.updateRecord(domain, Number(id), record(ids)),
    // A name that leads elsewhere is somebody else's by now.
    async remove({ domains }, ids, { id, text }) {
      if (text === address(ids)) await domains.deleteRecord(domain, Number(id));
    },
  };
}

import type { FirewallRequest } from '../../adapters/digitalocean/networks.ts';
import type { CloudResource, Sighting } from './cloud-resource.ts';
import { firewallDifferences } from './media-firewall.ts';
import { singleNamed } from './single-named.ts';

const STATES: Readonly<Record<string, Sighting['state']>> = { succeeded: 'ready', waiting: 'waiting' };

export function firewallResource(wanted: FirewallRequest): CloudResource {
  return {
    kind: 'firewall',
    name: wanted.name,
    stage: 3,
    billLines: [],
    async find({ networks }) {
      const found = singleNamed(await networks.firewalls(), wanted.name, 'firewalls');
      if (found === undefined) return null;
      return {
        id: found.id,
        state: STATES[found.status] ?? 'failed',
        text: found.status === 'succeeded' ? 'in force' : found.status,
        differences: firewallDifferences(wanted, found),
        conflicts: [],
      };
    },
    create: ({ networks }) => networks.createFirewall(wanted),
    update: ({ networks }, _ids, { id }) => networks.updateFirewall(id, wanted),
    remove: ({ networks }, _ids, { id }) => networks.deleteFirewall(id),
  };
}

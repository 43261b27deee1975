import type { CloudResource } from './cloud-resource.ts';
import { clusterResource, poolResource, registryAccessResource } from './manage-cluster.ts';
import { databaseAccessResource, databaseResource } from './manage-database.ts';
import { firewallResource } from './manage-firewall.ts';
import { loadBalancerResource, nameResources } from './manage-names.ts';
import { networkResource, tagsResource } from './manage-network.ts';
import { bucketResource, type SpacesSecret, storageKeyResource } from './manage-object-storage.ts';
import { registryResource } from './manage-registry.ts';
import { firewallOf } from './media-firewall.ts';
import type { WantedCloud } from './wanted-cloud.ts';

export interface ResourceOptions {
  /** Slug of the Kubernetes version that a new cluster gets. */
  readonly version: string;
  /** Whether databases, volumes, images and recordings outlive the platform. */
  readonly keepsData: boolean;
  readonly secret: SpacesSecret;
  /** Whether a key of Spaces whose secret is not kept here is made anew. */
  readonly renewsKey: boolean;
}

/** Everything that the account should hold, in the order in which it is made. */
export function cloudResources(wanted: WantedCloud, options: ResourceOptions): readonly CloudResource[] {
  const { pools, databases, hasRegistry } = wanted;
  const firewalls = pools.map(firewallOf).filter((firewall) => firewall !== null);
  const resources = [
    tagsResource(wanted),
    networkResource(wanted, options),
    ...(hasRegistry ? [registryResource(wanted, options)] : []),
    clusterResource(wanted, options),
    ...databases.map((database) => databaseResource(wanted, database, options)),
    ...pools.map((pool) => poolResource(wanted, pool)),
    ...databases.map((database) => databaseAccessResource(wanted, database)),
    ...(hasRegistry ? [registryAccessResource(wanted)] : []),
    ...firewalls.map(firewallResource),
    storageKeyResource(wanted, options),
    bucketResource(wanted, options.secret),
    loadBalancerResource(wanted),
    ...nameResources(wanted),
  ];
  return resources.sort((a, b) => a.stage - b.stage);
}

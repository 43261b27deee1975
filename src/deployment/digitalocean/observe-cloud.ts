import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import { GomeetError } from '../../errors.ts';
import type { Bill } from '../../pricing/bill.ts';
import { type CloudChange, changeOf } from './cloud-change.ts';
import { type CloudResource, type Ids, keyOf, type Sighting } from './cloud-resource.ts';
import type { Offer } from './offer.ts';

/** A resource with what of it is there. */
export interface Observed {
  readonly resource: CloudResource;
  readonly found: Sighting | string | null;
}

/** Looks for everything, in order, as what is found gives the ids that the next are asked for by. */
export async function observeCloud(
  cloud: Cloud,
  resources: readonly CloudResource[],
): Promise<{ observed: readonly Observed[]; ids: Ids }> {
  const ids: Ids = new Map();
  const observed: Observed[] = [];
  for (const resource of resources) observed.push({ resource, found: await observe(cloud, resource, ids) });
  return { observed, ids };
}

/** Looks for one thing and notes its id. What is asked for by the id of something that has just gone is gone with it. */
export async function observe(cloud: Cloud, resource: CloudResource, ids: Ids): Promise<Observed['found']> {
  const found = await resource.find(cloud, ids).catch((error: unknown) => {
    if (error instanceof GomeetError && error.code === 'digitalocean-not-found') return null;
    throw error;
  });
  if (found === null || typeof found === 'string') ids.delete(keyOf(resource));
  else ids.set(keyOf(resource), found.id);
  return found;
}

export const changesOf = (observed: readonly Observed[], bill: Pick<Bill, 'lines'>): readonly CloudChange[] =>
  observed.map(({ resource, found }) => changeOf(resource, found, bill));

/** Reads what the account may have. */
export async function readOffer({ account, clusters, databases }: Cloud): Promise<Offer> {
  const { dropletLimit, status, statusMessage } = await account.get();
  const { regions, versions, sizes } = await clusters.options();
  return {
    regions,
    versions,
    sizes,
    databases: { pg: await databases.options('pg'), valkey: await databases.options('valkey') },
    dropletLimit,
    droplets: await account.countDroplets(),
    accountStatus: status,
    accountMessage: statusMessage,
  };
}

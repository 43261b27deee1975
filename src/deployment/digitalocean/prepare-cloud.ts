import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import type { Context } from '../../context.ts';
import type { Bill } from '../../pricing/bill.ts';
import { pricePlan } from '../../pricing/price-plan.ts';
import { type CloudChange, isPending, newMachines } from './cloud-change.ts';
import { type CloudFiles, openCloudFiles } from './cloud-files.ts';
import type { CloudResource } from './cloud-resource.ts';
import { cloudResources } from './cloud-resources.ts';
import { DATABASE_VERSIONS } from './manage-database.ts';
import { changesOf, type Observed, observeCloud, readOffer } from './observe-cloud.ts';
import { offerFaults, requireOffer } from './offer.ts';
import { type CloudChoices, type WantedCloud, wantedCloud, withEverything } from './wanted-cloud.ts';

export interface CloudRequest extends CloudChoices {
  /** A plan.json; without it the plan of gomeet.yaml. */
  readonly file: string | undefined;
  readonly keepsData: boolean;
  /** Whether a key of Spaces whose secret is not kept here may be made anew, which ends the one that is in use. */
  readonly renewsStorageKey: boolean;
}

/** Everything that the account should hold, what of it is there, and what that means. */
export interface PreparedCloud {
  readonly cloud: Cloud;
  readonly wanted: WantedCloud;
  readonly bill: Bill;
  readonly files: CloudFiles;
  readonly resources: readonly CloudResource[];
  readonly observed: readonly Observed[];
  readonly changes: readonly CloudChange[];
  readonly warnings: readonly string[];
}

type World = Pick<Context, 'cwd' | 'projectRoot' | 'config' | 'now' | 'digitalOcean'>;

/**
 * Reads the plan, its bill and the account; changes nothing.
 *
 * @throws GomeetError (prerequisite) where the account cannot hold what would be made, and as the API does
 */
export async function prepareCloud(ctx: World, request: CloudRequest): Promise<PreparedCloud> {
  const prepared = await lookAtCloud(ctx, request, (wanted) => wanted);
  const { wanted, observed, changes, cloud } = prepared;
  if (!isPending(changes)) return prepared;
  const newNodes = newMachines(observed, wanted.pools);
  requireOffer(offerFaults(wanted, await readOffer(cloud), newNodes, DATABASE_VERSIONS));
  return prepared;
}

/**
 * The same for what an earlier plan may have asked for, and without asking what is offered: to see it, or to remove it. Neither takes
 * the secret of the key.
 */
export const findCloud = (ctx: World, request: CloudRequest): Promise<PreparedCloud> =>
  lookAtCloud(ctx, { ...request, renewsStorageKey: true }, withEverything);

async function lookAtCloud(
  ctx: World,
  request: CloudRequest,
  extend: (wanted: WantedCloud) => WantedCloud,
): Promise<PreparedCloud> {
  // Machines run until somebody removes them, whatever schedule the plan was priced with.
  const { plan, bill, warnings } = await pricePlan(ctx, { file: request.file, schedule: 'always-on' });
  const wanted = extend(wantedCloud(plan, bill, request));
  const { cloud } = await ctx.digitalOcean();
  const [version = ''] = (await cloud.clusters.options()).versions;
  const files = openCloudFiles(ctx.cwd, wanted);
  const { keepsData, renewsStorageKey: renewsKey } = request;
  const resources = cloudResources(wanted, { version, keepsData, renewsKey, secret: files });
  const { observed } = await observeCloud(cloud, resources);
  const changes = changesOf(observed, bill);
  return { cloud, wanted, bill, files, resources, observed, changes, warnings };
}

import type { DatabaseOptions } from '../../adapters/digitalocean/databases.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { WantedCloud } from './wanted-cloud.ts';

/** What DigitalOcean has, and what the account may have of it. */
export interface Offer {
  readonly regions: readonly string[];
  /** Newest first. */
  readonly versions: readonly string[];
  readonly sizes: readonly string[];
  readonly databases: Readonly<Record<'pg' | 'valkey', DatabaseOptions>>;
  readonly dropletLimit: number;
  readonly droplets: number;
  readonly accountStatus: string;
  readonly accountMessage: string;
}

/**
 * Everything that stands in the way before the first thing is made, so that nothing is made in vain.
 *
 * @param newNodes machines that would be created
 * @param versions of the databases
 */
export function offerFaults(
  wanted: WantedCloud,
  offer: Offer,
  newNodes: number,
  versions: Readonly<Record<'pg' | 'valkey', string>>,
): readonly string[] {
  const faults: string[] = [];
  const { region, pools, databases } = wanted;
  if (offer.accountStatus === 'locked') faults.push(`the account is locked: ${offer.accountMessage}`);
  if (!offer.regions.includes(region))
    faults.push(`region ${region}: no Kubernetes there; accepted: ${offer.regions.join(', ')}`);
  for (const { id, size } of pools)
    if (!offer.sizes.includes(size)) faults.push(`${id} nodes: no node of a cluster can be a ${size}`);
  for (const { engine, size, nodes } of databases) {
    const has = offer.databases[engine];
    if (!has.regions.includes(region))
      faults.push(`${engine}: not in ${region}; accepted: ${has.regions.join(', ')}`);
    if (!has.versions.includes(versions[engine]))
      faults.push(`${engine} ${versions[engine]}: accepted are ${has.versions.join(', ')}`);
    if (!has.layouts.some((layout) => layout.num_nodes === nodes && layout.sizes.includes(size)))
      faults.push(`${engine}: no ${size} with ${nodes} nodes`);
  }
  const room = offer.dropletLimit - offer.droplets;
  if (newNodes > room)
    faults.push(
      `${newNodes} machines are to be made, and the account may hold ${offer.dropletLimit}, of which ${offer.droplets} exist: ` +
        `have the limit raised by ${newNodes - room} at cloud.digitalocean.com/account/team`,
    );
  return faults;
}

/** @throws GomeetError (prerequisite) that lists every fault at once */
export function requireOffer(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new GomeetError(`DigitalOcean cannot give what the plan asks for:\n  ${faults.join('\n  ')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'not-offered',
    hint: 'gomeet plan --region <region> --out plan.json, or raise the limit of the account',
  });
}

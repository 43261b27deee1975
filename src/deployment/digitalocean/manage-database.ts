import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import type { Database } from '../../adapters/digitalocean/databases.ts';
import type { CloudResource, Ids, Sighting } from './cloud-resource.ts';
import { ready } from './cloud-resource.ts';
import { singleNamed, untagged } from './single-named.ts';
import { TAG, type WantedCloud, type WantedDatabase } from './wanted-cloud.ts';

/** The versions that the platform is tested with. */
export const DATABASE_VERSIONS = { pg: '17', valkey: '8' } as const;
/** The database that the API's migrations fill. */
const DATABASE = 'gomeet';

export function databaseResource(
  { name: platform, region }: WantedCloud,
  wanted: WantedDatabase,
  { keepsData }: { keepsData: boolean },
): CloudResource {
  const { name, engine, size, nodes } = wanted;
  return {
    kind: 'database',
    name,
    stage: 2,
    billLines: [wanted.billLine],
    async find({ databases }) {
      const found = singleNamed(await databases.list(), name, 'databases');
      return found === undefined ? null : databaseSighting(found, wanted, region);
    },
    async create({ databases }, ids) {
      await databases.create({
        name,
        engine,
        version: DATABASE_VERSIONS[engine],
        num_nodes: nodes,
        size,
        region,
        private_network_uuid: ids.get(`network/${platform}`) ?? '',
        tags: [TAG],
      });
    },
    update: ({ databases }, _ids, { id }) => databases.resize(id, size, nodes),
    remove: keepsData
      ? { kept: 'its data are kept (--keep-data)' }
      : ({ databases }, _ids, { id }) => databases.delete(id),
  };
}

function databaseSighting(
  found: Database,
  { engine, size, nodes }: WantedDatabase,
  region: string,
): Sighting {
  const isOfSize = found.size === size;
  const conflicts = [
    ...untagged(TAG, found.tags),
    ...(found.engine === engine ? [] : [`it is ${found.engine}, not ${engine}`]),
    ...(found.region === region ? [] : [`it is in ${found.region}, not in ${region}`]),
  ];
  const differences = [
    ...(isOfSize ? [] : [`size ${found.size} → ${size}`]),
    ...(found.num_nodes === nodes ? [] : [`nodes ${found.num_nodes} → ${nodes}`]),
  ];
  return {
    id: found.id,
    state: found.status === 'online' ? 'ready' : 'waiting',
    text: found.status,
    differences,
    conflicts,
    // A machine of another size is made anew, and what the old one costs is in no bill of this plan.
    machines: { found: isOfSize ? found.num_nodes : 0, planned: nodes },
    notes: isOfSize
      ? []
      : [`its new price is counted whole: that of ${found.size}, which ends, is not taken off`],
  };
}

/** Only the cluster may connect, the store of LiveKit forgets nothing, and the API has a database of its own. */
export function databaseAccessResource(
  { name: platform }: WantedCloud,
  { name, engine }: WantedDatabase,
): CloudResource {
  const bring = (cloud: Cloud, ids: Ids): Promise<void> =>
    bringAccess(cloud, engine, ids.get(`database/${name}`) ?? '', ids.get(`cluster/${platform}`) ?? '');
  return {
    kind: 'database-access',
    name,
    stage: 3,
    billLines: [],
    async find({ databases }, ids) {
      const id = ids.get(`database/${name}`);
      const cluster = ids.get(`cluster/${platform}`);
      if (id === undefined || cluster === undefined) return null;
      const isOpen = (await databases.rules(id)).some(({ value }) => value === cluster);
      const differences = isOpen ? [] : ['let the cluster in'];
      if (engine === 'valkey' && (await databases.evictionPolicy(id)) !== 'noeviction')
        differences.push('forget nothing (noeviction)');
      if (engine === 'pg' && !(await databases.names(id)).includes(DATABASE))
        differences.push(`add the database ${DATABASE}`);
      return { ...ready(id, 'the cluster may connect'), differences };
    },
    create: bring,
    update: bring,
    remove: { kept: 'goes with the database' },
  };
}

/** Rules that somebody else added stay. */
async function bringAccess(
  { databases }: Cloud,
  engine: 'pg' | 'valkey',
  id: string,
  cluster: string,
): Promise<void> {
  const rules = await databases.rules(id);
  if (!rules.some(({ value }) => value === cluster))
    await databases.setRules(id, [
      ...rules.map(({ type, value }) => ({ type, value })),
      { type: 'k8s', value: cluster },
    ]);
  // LiveKit keeps rooms and nodes here: a key that is forgotten is a meeting that is lost.
  if (engine === 'valkey') await databases.setEvictionPolicy(id, 'noeviction');
  else if (!(await databases.names(id)).includes(DATABASE)) await databases.addName(id, DATABASE);
}

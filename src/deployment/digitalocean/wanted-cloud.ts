import { ExitCode, GomeetError } from '../../errors.ts';
import type { NodePool, PlanDocument } from '../../planning/plan.ts';
import type { Bill } from '../../pricing/bill.ts';

/** Every machine and service bears it: what does not is not ours, whatever its name. */
export const TAG = 'gomeet';

export interface WantedPool {
  /** Of the plan: media, turn, worker. */
  readonly id: string;
  readonly name: string;
  readonly size: string;
  readonly nodes: number;
  /** Limit of DigitalOcean's autoscaler; null: the pool keeps its size until `gomeet scale` changes it. */
  readonly maximumNodes: number | null;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { key: string; value: string; effect: string }[];
}

export interface WantedDatabase {
  readonly engine: 'pg' | 'valkey';
  readonly name: string;
  readonly size: string;
  /** With standbys: 2 are a primary and a standby. */
  readonly nodes: number;
  /** The line of the bill that pays for it. */
  readonly billLine: string;
}

/** What the account should hold for one platform. */
export interface WantedCloud {
  /** Of the cluster; everything else begins with it. */
  readonly name: string;
  readonly region: string;
  readonly isHighlyAvailable: boolean;
  readonly pools: readonly WantedPool[];
  readonly databases: readonly WantedDatabase[];
  readonly hasRegistry: boolean;
  readonly bucket: string;
  /** Null: names are kept elsewhere. */
  readonly domain: string | null;
}

export interface CloudChoices {
  readonly name: string;
  readonly region: string | undefined;
  readonly domain: string | undefined;
  readonly hasRegistry: boolean;
}

/**
 * From the capacity plan to what DigitalOcean is asked for.
 *
 * @throws GomeetError (usage) for a plan of another provider, or with a database of no known size
 */
export function wantedCloud(
  plan: PlanDocument,
  bill: Pick<Bill, 'lines'>,
  choices: CloudChoices,
): WantedCloud {
  if (plan.choices.provider !== 'digitalocean') throw otherProvider(plan.choices.provider);
  const { name } = choices;
  return {
    name,
    region: choices.region ?? plan.choices.region,
    isHighlyAvailable: plan.choices.controlPlane === 'ha',
    pools: plan.pools.map((pool) => poolOf(name, pool)),
    databases: databasesOf(name, plan, bill),
    hasRegistry: choices.hasRegistry,
    bucket: `${name}-recordings`,
    domain: choices.domain ?? null,
  };
}

/**
 * The worker pool may grow to twice its size: while every pod of a rollout runs twice, so many are the most that can be needed.
 * Media and TURN nodes carry calls that an autoscaler would cut off (it waits 10 minutes, a meeting lasts hours): only
 * `gomeet scale` changes their number.
 */
function poolOf(name: string, { id, size, nodes }: Pick<NodePool, 'id' | 'size' | 'nodes'>): WantedPool {
  const isForCalls = id !== 'worker';
  return {
    id,
    name: `${name}-${id}`,
    size,
    nodes,
    maximumNodes: isForCalls ? null : nodes * 2,
    tags: [TAG, `${name}-${id}`],
    labels: { 'gomeet.io/pool': id },
    taints: isForCalls ? [{ key: 'gomeet.io/pool', value: id, effect: 'NoSchedule' }] : [],
  };
}

const ENGINES = { database: 'pg', cache: 'valkey' } as const;
const SUFFIXES = { pg: 'postgres', valkey: 'valkey' } as const;

/** Sizes as the bill chose them: the cheapest row of the catalogue that has the memory. */
function databasesOf(name: string, plan: PlanDocument, bill: Pick<Bill, 'lines'>): WantedDatabase[] {
  return plan.resources.flatMap(({ id, kind, quantity }) => {
    if (kind !== 'database' && kind !== 'cache') return [];
    const engine = ENGINES[kind];
    const attributes = bill.lines.find((line) => line.id === id)?.row?.attributes;
    const size = sizeOf(attributes?.vcpus, attributes?.memoryMiB);
    if (size === null) throw noSize(id);
    return [
      {
        engine,
        name: `${name}-${SUFFIXES[engine]}`,
        size,
        nodes: plan.lines[quantity]?.value ?? 1,
        billLine: id,
      },
    ];
  });
}

/** DigitalOcean names a database's size by cores and memory: 4 cores and 8,192 MiB are `db-s-4vcpu-8gb`. */
function sizeOf(cores: unknown, memoryMiB: unknown): string | null {
  if (typeof cores !== 'number' || typeof memoryMiB !== 'number') return null;
  return `db-s-${cores}vcpu-${memoryMiB / 1024}gb`;
}

/** The same with every pool and database that a plan may have: to find what an earlier plan asked for. */
export function withEverything(wanted: WantedCloud): WantedCloud {
  const { name, pools, databases } = wanted;
  const pool = (id: string): WantedPool =>
    pools.find((own) => own.id === id) ?? poolOf(name, { id, size: '', nodes: 0 });
  const database = (engine: 'pg' | 'valkey'): WantedDatabase =>
    databases.find((own) => own.engine === engine) ?? {
      engine,
      name: `${name}-${SUFFIXES[engine]}`,
      size: '',
      nodes: 0,
      billLine: '',
    };
  return {
    ...wanted,
    pools: ['media', 'turn', 'worker'].map(pool),
    databases: [database('pg'), database('valkey')],
  };
}

const otherProvider = (provider: string): GomeetError =>
  new GomeetError(`the plan is for ${provider}; accepted: a plan for digitalocean`, {
    exitCode: ExitCode.usage,
    code: 'other-provider',
    hint: 'gomeet plan --provider digitalocean --out plan.json',
  });

const noSize = (id: string): GomeetError =>
  new GomeetError(`the catalogue has no size for the plan's ${id}`, {
    exitCode: ExitCode.usage,
    code: 'no-database-size',
    hint: 'gomeet cost catalog verify',
  });

import type { RunningHours } from './calendar-hours.ts';
import type { Choices } from './choices.ts';
import type { MediaPool } from './media-pool.ts';
import type { Resource } from './plan.ts';
import type { PlatformCapacity } from './platform-capacity.ts';
import { fixed } from './prior-quantity.ts';
import type { Quantity } from './quantity.ts';
import type { StorageCapacity } from './storage-volumes.ts';
import type { NodePoolPlan } from './worker-pool.ts';

/** A resource whose quantities are at hand; the plan's document names them by id. */
export interface ResourceDraft {
  readonly id: string;
  readonly title: string;
  readonly kind: Resource['kind'];
  readonly part: Resource['part'];
  readonly sku: string | null;
  readonly quantity: Quantity;
  readonly hours: Quantity | null;
  readonly minimumMemory?: Quantity;
}

/** What the bill charges for. */
export interface Charged {
  readonly choices: Choices;
  readonly hours: RunningHours;
  readonly media: MediaPool;
  readonly turn: NodePoolPlan | null;
  readonly worker: NodePoolPlan;
  readonly platform: PlatformCapacity;
  readonly storage: StorageCapacity;
}

const CLUSTER = fixed('layout.clusters', 'clusters', 'instance', 1);
const REGISTRY = fixed('storage.registries', 'registries of container images', 'instance', 1);

export const resourceOf = ({ quantity, hours, minimumMemory, ...rest }: ResourceDraft): Resource => ({
  ...rest,
  quantity: quantity.id,
  hours: hours?.id ?? null,
  ...(minimumMemory === undefined ? {} : { minimumMemory: minimumMemory.id }),
});

export function resourcesOf(charged: Charged): readonly ResourceDraft[] {
  return [...machines(charged), ...databases(charged), ...stores(charged), egress(charged)];
}

function machines({ choices, hours, media, turn, worker, platform }: Charged): ResourceDraft[] {
  const nodes = (id: string, title: string, part: Resource['part'], sku: string, quantity: Quantity) => ({
    id,
    title,
    kind: 'node' as const,
    part,
    sku,
    quantity,
    hours: part === 'media' ? hours.media : hours.always,
  });
  const { capacity } = media;
  const found: ResourceDraft[] = [
    nodes('media-nodes', 'media nodes', 'media', capacity.size.sku, capacity.nodes),
  ];
  if (turn !== null) found.push(nodes('turn-nodes', 'TURN nodes', 'edge', turn.size.sku, turn.nodes));
  found.push(nodes('worker-nodes', 'nodes for everything else', 'platform', worker.size.sku, worker.nodes));
  if (choices.controlPlane === 'ha')
    found.push({
      id: 'control-plane',
      title: 'Kubernetes control plane, highly available',
      kind: 'control-plane',
      part: 'platform',
      sku: 'control-plane/ha',
      quantity: CLUSTER,
      hours: hours.always,
    });
  found.push({
    id: 'load-balancers',
    title: 'load balancer nodes',
    kind: 'load-balancer',
    part: 'edge',
    sku: null,
    quantity: platform.edge.loadBalancerNodes,
    hours: hours.always,
  });
  return found;
}

function databases({ choices, hours, platform: { postgres, redis } }: Charged): ResourceDraft[] {
  if (choices.database === 'self-hosted') return [];
  return [
    {
      id: 'postgres',
      title: 'PostgreSQL, a primary and a standby',
      kind: 'database',
      part: 'data',
      sku: null,
      quantity: postgres.instances,
      hours: hours.always,
      minimumMemory: postgres.memoryBytes,
    },
    {
      id: 'redis',
      title: 'Redis (Valkey), a primary and a replica',
      kind: 'cache',
      part: 'data',
      sku: null,
      quantity: redis.instances,
      hours: hours.always,
      minimumMemory: redis.memoryBytes,
    },
  ];
}

function stores({ storage: { volumes, snapshots, objects } }: Charged): ResourceDraft[] {
  const store = (id: string, title: string, kind: Resource['kind'], quantity: Quantity): ResourceDraft => ({
    id,
    title,
    kind,
    part: 'storage',
    sku: null,
    quantity,
    hours: null,
  });
  return [
    store('volumes', 'volumes of pods', 'volume', volumes),
    store('snapshots', 'snapshots of volumes', 'snapshot', snapshots),
    store('object-storage', 'recordings and backups', 'object-storage', objects),
    store('registry', 'container registry', 'registry', REGISTRY),
  ];
}

const egress = ({ platform }: Charged): ResourceDraft => ({
  id: 'egress',
  title: 'traffic to people: media, TURN, API, recordings',
  kind: 'egress',
  part: 'traffic',
  sku: null,
  quantity: platform.egress.total,
  hours: null,
});

import { type ApiRole, apiCapacityOf, type PodSet } from './api-capacity.ts';
import type { ApiCosts } from './api-costs.ts';
import { type ApiLoad, apiLoadOf } from './api-load.ts';
import type { Assumptions } from './assumptions.ts';
import type { Choices } from './choices.ts';
import { databasePods } from './data-pods.ts';
import { type PostgresCapacity, postgresOf } from './data-postgres.ts';
import { type RedisCapacity, redisOf } from './data-redis.ts';
import type { Demand } from './demand.ts';
import { type Egress, egressOf } from './edge-egress.ts';
import { type EdgeCapacity, edgeOf } from './edge-load-balancer.ts';
import { type TurnLoad, turnLoadOf } from './edge-turn.ts';
import type { Event } from './event.ts';
import { type MonitoringCapacity, monitoringOf } from './monitoring-capacity.ts';
import { type Quantity, sum } from './quantity.ts';
import { type RecordingCapacity, recordingsOf } from './storage-recordings.ts';
import type { Targets } from './targets.ts';
import type { Traffic } from './traffic.ts';

/** Everything but the media nodes. */
export interface PlatformCapacity {
  readonly load: ApiLoad;
  readonly api: Readonly<Record<ApiRole, PodSet>>;
  readonly postgres: PostgresCapacity;
  readonly redis: RedisCapacity;
  readonly edge: EdgeCapacity;
  readonly turn: TurnLoad;
  readonly recording: RecordingCapacity;
  readonly egress: Egress;
  /** Pods of the worker pool without monitoring's own. */
  readonly podSets: readonly PodSet[];
}

export function platformCapacityOf(
  event: Event,
  demand: Demand,
  traffic: Traffic,
  apiCosts: ApiCosts,
  choices: Choices,
  targets: Targets,
  assumptions: Assumptions,
): PlatformCapacity {
  const { api: apiPrior, data: dataPrior, edge: edgePrior } = assumptions;
  const load = apiLoadOf(event, demand, apiPrior);
  const api = apiCapacityOf(load, apiCosts, apiPrior, targets.cpu);
  const setting = {
    apiPods: totalPods('api.pods', 'pods of the API', Object.values(api)),
    connectionsPerPod: apiPrior.databaseConnectionsPerPod,
    target: targets.cpu,
    isManaged: choices.database === 'managed',
  };
  const postgres = postgresOf(load, demand, apiCosts, dataPrior, setting);
  const redis = redisOf(load, demand, dataPrior, api.signaling.pods, setting);
  const edge = edgeOf(load, demand, edgePrior, apiPrior, targets.cpu);
  const recording = recordingsOf(event, demand, assumptions.recording);
  const databases = setting.isManaged ? [] : databasePods(postgres, redis, dataPrior, targets.cpu);
  return {
    load,
    api,
    postgres,
    redis,
    edge,
    turn: turnLoadOf(demand, traffic.peak, edgePrior),
    recording,
    egress: egressOf(demand, traffic, load, postgres.joinsPerMonth, recording.fetched, assumptions.egress),
    podSets: [
      ...Object.values(api),
      edge.traefik,
      ...databases,
      ...(recording.recorder.pods.value > 0 ? [recording.recorder] : []),
    ],
  };
}

/** Monitoring watches the nodes and pods that the rest needs, so it comes last. */
export function monitoringCapacityOf(
  { podSets }: Pick<PlatformCapacity, 'podSets'>,
  nodes: readonly Quantity<'node'>[],
  assumptions: Assumptions,
): MonitoringCapacity {
  return monitoringOf(
    sum({ id: 'monitoring.nodes', title: 'media and TURN nodes that are watched', unit: 'node' }, nodes),
    totalPods('monitoring.pods', 'pods that are watched', podSets),
    assumptions.monitoring,
  );
}

const totalPods = (id: string, title: string, sets: readonly PodSet[]): Quantity<'pod'> =>
  sum(
    { id, title, unit: 'pod' },
    sets.map(({ pods }) => pods),
  );

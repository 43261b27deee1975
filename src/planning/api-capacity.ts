import type { ApiCosts } from './api-costs.ts';
import type { ApiLoad } from './api-load.ts';
import type { ApiPrior } from './api-prior.ts';
import type { Workload } from './plan.ts';
import { derive, type Quantity } from './quantity.ts';

/** Pods of one kind, as quantities; `workloadOf` makes a line of the plan of it. */
export interface PodSet {
  readonly name: string;
  readonly pool: string;
  readonly pods: Quantity<'pod'>;
  readonly cores: Quantity<'core/pod'>;
  readonly memory: Quantity<'byte/pod'>;
  readonly isStateful: boolean;
}

const API_ROLES = ['auth', 'meeting', 'signaling', 'chat'] as const;
export type ApiRole = (typeof API_ROLES)[number];

/** The pods of each role at the busiest time, with `spare` ones, none busier than `cpuTarget` of its cores. */
export function apiCapacityOf(
  load: ApiLoad,
  costs: ApiCosts,
  prior: ApiPrior,
  cpuTarget: Quantity<'1'>,
): Readonly<Record<ApiRole, PodSet>> {
  const busy = busyCoresOf(load, costs, prior);
  const idleMemory = (role: ApiRole) =>
    derive(
      { id: `api.${role}.memory`, title: `memory that a pod of ${role} asks for`, unit: 'byte/pod' },
      'perProcess * headroom',
      { perProcess: costs.memoryPerProcess, headroom: prior.memoryHeadroom },
    );
  const { authPodCores, podCores } = prior;
  const pods = (role: ApiRole, cores: Quantity<'core/pod'>): Quantity<'pod'> =>
    derive(
      { id: `api.${role}.pods`, title: `pods of ${role}`, unit: 'pod' },
      'max(ceil(busy / (cores * target)), minimum) + spare',
      { busy: busy[role], cores, target: cpuTarget, minimum: prior.minimumPods, spare: prior.sparePods },
    );
  const set = (role: ApiRole, cores: Quantity<'core/pod'>): PodSet => ({
    name: `api-${role}`,
    pool: 'worker',
    pods: pods(role, cores),
    cores,
    memory: idleMemory(role),
    isStateful: false,
  });
  return {
    auth: set('auth', authPodCores),
    meeting: set('meeting', podCores),
    signaling: signalingOf(load, costs, prior, busy.signaling, cpuTarget),
    chat: set('chat', podCores),
  };
}

function busyCoresOf(
  load: ApiLoad,
  costs: ApiCosts,
  prior: ApiPrior,
): Readonly<Record<ApiRole, Quantity<'core'>>> {
  const line = (role: ApiRole) =>
    ({ id: `api.${role}.busy-cores`, title: `CPU that ${role} needs`, unit: 'core' }) as const;
  const { joins, logIns, refreshes, joinRequests, chatLines, deliveries } = load;
  const { perRequest, perLogin, perConnection, perDelivery } = costs;
  const { connectionsPerJoin, historyPerJoin } = prior;
  return {
    auth: derive(line('auth'), 'logIns * perLogin + refreshes * perRequest', {
      logIns,
      perLogin,
      refreshes,
      perRequest,
    }),
    meeting: derive(line('meeting'), 'joinRequests * perRequest', { joinRequests, perRequest }),
    signaling: derive(
      line('signaling'),
      'joins * connectionsPerJoin * perConnection + (deliveries + chatLines) * perDelivery',
      { joins, connectionsPerJoin, perConnection, deliveries, chatLines, perDelivery },
    ),
    chat: derive(line('chat'), 'joins * historyPerJoin * perRequest', { joins, historyPerJoin, perRequest }),
  };
}

/** Signaling is bounded by CPU and by the sockets that one process holds. */
function signalingOf(
  load: ApiLoad,
  costs: ApiCosts,
  prior: ApiPrior,
  busy: Quantity<'core'>,
  target: Quantity<'1'>,
): PodSet {
  const { connections } = load;
  const { podCores: cores, connectionsPerPod, minimumPods, sparePods } = prior;
  const needed = derive(
    { id: 'api.signaling.pods-needed', title: 'pods of signaling at the busiest time', unit: 'pod' },
    'max(ceil(busy / (cores * target)), ceil(connections / perPod), minimum)',
    { busy, cores, target, connections, perPod: connectionsPerPod, minimum: minimumPods },
  );
  const pods = derive(
    { id: 'api.signaling.pods', title: 'pods of signaling', unit: 'pod' },
    'needed + spare',
    { needed, spare: sparePods },
  );
  const memory = derive(
    { id: 'api.signaling.memory', title: 'memory that a pod of signaling asks for', unit: 'byte/pod' },
    '(perProcess + connections / needed * perConnection) * headroom',
    {
      perProcess: costs.memoryPerProcess,
      connections,
      needed,
      perConnection: costs.memoryPerConnection,
      headroom: prior.memoryHeadroom,
    },
  );
  return { name: 'api-signaling', pool: 'worker', pods, cores, memory, isStateful: false };
}

/** A pod set as the plan's document lists it: CPU in whole millicores, memory in whole bytes, both rounded up. */
export const workloadOf = ({ name, pool, pods, cores, memory, isStateful }: PodSet): Workload => ({
  name,
  pool,
  replicas: pods.value,
  maximumReplicas: null,
  cpuMillicores: Math.ceil(cores.value * 1000),
  memoryBytes: Math.ceil(memory.value),
  onePerNode: false,
  isStateful,
});

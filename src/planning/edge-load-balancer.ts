import type { PodSet } from './api-capacity.ts';
import type { ApiLoad } from './api-load.ts';
import type { ApiPrior } from './api-prior.ts';
import type { Demand } from './demand.ts';
import type { EdgePrior } from './edge-prior.ts';
import { derive, type Quantity } from './quantity.ts';

export interface EdgeCapacity {
  readonly connections: Quantity<'connection'>;
  readonly requests: Quantity<'request/s'>;
  readonly handshakes: Quantity<'handshake/s'>;
  readonly loadBalancerNodes: Quantity<'node'>;
  readonly traefik: PodSet;
}

/** A load balancer has limits of its own, and the crowd that joins meets that of TLS first when it joins quickly. */
export function edgeOf(
  load: ApiLoad,
  demand: Demand,
  prior: EdgePrior,
  api: ApiPrior,
  target: Quantity<'1'>,
): EdgeCapacity {
  const { joins } = load;
  const connections = derive(
    { id: 'edge.connections', title: 'connections through the load balancers', unit: 'connection' },
    'participants * perPerson',
    { participants: demand.participants, perPerson: prior.connectionsPerPerson },
  );
  const requests = derive(
    { id: 'edge.requests', title: 'requests through the load balancers', unit: 'request/s' },
    'joins * (perJoin + assets + history + logIns)',
    {
      joins,
      perJoin: api.requestsPerJoin,
      assets: prior.assetsPerJoin,
      history: api.historyPerJoin,
      logIns: api.logInsPerJoin,
    },
  );
  const handshakes = derive(
    { id: 'edge.handshakes', title: 'new TLS connections while everybody joins', unit: 'handshake/s' },
    'joins * perJoin',
    { joins, perJoin: prior.handshakesPerJoin },
  );
  const nodes = derive(
    { id: 'edge.load-balancer.nodes', title: 'load balancer nodes', unit: 'node' },
    'ceil(max(connections / connectionsPerNode, requests / requestsPerNode, handshakes / handshakesPerNode)) + spare',
    {
      connections,
      connectionsPerNode: prior.connectionsPerNode,
      requests,
      requestsPerNode: prior.requestsPerNode,
      handshakes,
      handshakesPerNode: prior.handshakesPerNode,
      spare: prior.spareNodes,
    },
  );
  const traefik = traefikOf(load, { connections, requests }, prior, api, target);
  return { connections, requests, handshakes, loadBalancerNodes: nodes, traefik };
}

/** TLS ends at the load balancers; Traefik routes. */
function traefikOf(
  load: ApiLoad,
  { connections, requests }: Pick<EdgeCapacity, 'connections' | 'requests'>,
  prior: EdgePrior,
  { minimumPods: minimum, sparePods: spare, memoryHeadroom: headroom }: ApiPrior,
  target: Quantity<'1'>,
): PodSet {
  const cores = prior.traefikCores;
  const busy = derive(
    { id: 'edge.traefik.busy-cores', title: 'CPU that Traefik needs', unit: 'core' },
    'requests * perRequest + (deliveries + chatLines) * perMessage',
    {
      requests,
      perRequest: prior.perRequest,
      deliveries: load.deliveries,
      chatLines: load.chatLines,
      perMessage: prior.perMessage,
    },
  );
  const needed = derive(
    { id: 'edge.traefik.pods-needed', title: 'pods of Traefik at the busiest time', unit: 'pod' },
    'max(ceil(busy / (cores * target)), minimum)',
    { busy, cores, target, minimum },
  );
  const memory = derive(
    { id: 'edge.traefik.memory', title: 'memory that a pod of Traefik asks for', unit: 'byte/pod' },
    '(base + connections / needed * perConnection) * headroom',
    {
      base: prior.traefikBaseMemory,
      connections,
      needed,
      perConnection: prior.memoryPerConnection,
      headroom,
    },
  );
  const pods = derive({ id: 'edge.traefik.pods', title: 'pods of Traefik', unit: 'pod' }, 'needed + spare', {
    needed,
    spare,
  });
  return { name: 'traefik', pool: 'worker', pods, cores, memory, isStateful: false };
}

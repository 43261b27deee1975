import { between, estimate, fixed, page, prior } from './prior-quantity.ts';

const loadBalancer = page(
  'DigitalOcean load balancers: 10,000 connections, 10,000 requests/s and 250 new TLS connections/s a node',
  'https://docs.digitalocean.com/products/networking/load-balancers/details/limits/',
);
const listed = <Unit extends string>(id: string, title: string, unit: Unit, value: number) =>
  ({ ...fixed(id, title, unit, value, [loadBalancer]), basis: 'listed' }) as const;

/** What stands between people and the platform: load balancers, Traefik and TURN. */
export const EDGE_PRIOR = {
  connectionsPerPerson: prior(
    'edge.connections-per-person',
    'connections of a person through the load balancer',
    'connection/participant',
    between(2, 3, 4),
    estimate('one WebSocket to the API, one to the media server, one HTTP/2 connection'),
  ),
  handshakesPerJoin: prior(
    'edge.handshakes-per-join',
    'TLS handshakes of a join',
    'handshake/join',
    between(2, 3, 4),
    estimate('one for each of the connections'),
  ),
  assetsPerJoin: prior(
    'edge.assets-per-join',
    'requests for the web app of a join',
    'request/join',
    between(1, 5, 20),
    estimate('the page, and what the browser has not kept of script, style and icons'),
  ),
  connectionsPerNode: listed(
    'edge.load-balancer.connections',
    'connections of a load balancer node',
    'connection/node',
    10_000,
  ),
  requestsPerNode: listed(
    'edge.load-balancer.requests',
    'requests of a load balancer node',
    'request/s/node',
    10_000,
  ),
  handshakesPerNode: listed(
    'edge.load-balancer.handshakes',
    'new TLS connections of a load balancer node',
    'handshake/s/node',
    250,
  ),
  spareNodes: fixed('edge.load-balancer.spare', 'load balancer nodes beyond those needed', 'node', 1),
  perRequest: prior(
    'edge.traefik.per-request',
    'CPU of Traefik for a request',
    'core*s/request',
    between(1e-4, 2e-4, 5e-4),
    estimate('proxies of its kind carry 5,000 to 10,000 requests/s a core'),
  ),
  perMessage: prior(
    'edge.traefik.per-message',
    'CPU of Traefik for a message of a WebSocket',
    'core*s/message',
    between(2e-6, 5e-6, 1e-5),
    estimate('two system calls to read and write'),
  ),
  memoryPerConnection: prior(
    'edge.traefik.memory-per-connection',
    'memory of Traefik for a connection',
    'byte/connection',
    between(20e3, 50e3, 100e3),
    estimate('two goroutines and two buffers of 4 KiB, with the slack of Go’s heap'),
  ),
  traefikCores: fixed('edge.traefik.pod-cores', 'CPU of a pod of Traefik', 'core/pod', 2),
  traefikBaseMemory: fixed('edge.traefik.base-memory', 'memory of an idle Traefik', 'byte/pod', 128e6),
  perRelayedPacket: prior(
    'edge.turn.per-packet',
    'CPU of TURN for a packet that it passes on',
    'core*s/packet',
    between(4e-6, 8e-6, 1.6e-5),
    estimate('one receive and one send, each a system call, in coturn'),
  ),
  memoryPerRelay: prior(
    'edge.turn.memory-per-person',
    'memory of TURN for a person',
    'byte/participant',
    between(50e3, 100e3, 400e3),
    estimate('an allocation with its sockets’ buffers'),
  ),
  spareTurnNodes: fixed('edge.turn.spare', 'TURN nodes beyond those needed', 'node', 1),
} as const;

export type EdgePrior = typeof EDGE_PRIOR;

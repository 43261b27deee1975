import type { KpiId } from '../../results/kpi.ts';
import type { Load, Measured } from '../load.ts';
import { memoryPerConnection } from './memory.ts';
import { planCrowds, shares } from './plan.ts';
import type { WebSocketRequest } from './request.ts';

/** Very many WebSockets: everyone signs in, takes a seat, gets a ticket, connects, joins a room, hears and answers pings. */
export function webSocketLoad(request: WebSocketRequest): Load {
  const { connections, logInShare } = request;
  return {
    kind: 'loadtest websocket',
    script: 'websocket.ts',
    parameters: { ...request },
    kpis: webSocketKpis(request),
    method: webSocketMethod,
    subject: `${connections.toLocaleString('en-US')} WebSockets`,
    accounts: connections,
    logInShare,
    openFilesNeeded: openFilesNeeded(request),
    countsAsked: {
      connectionsRequested: connections,
      connectionsHeld: 0,
      messagesSent: 0,
      messagesReceived: 0,
      messagesLost: 0,
    },
    plans: (world) => planCrowds(request, world).map((plan) => ({ ...plan })),
    counts: memoryCounts,
  };
}

/** Beside its sockets a process has the HTTP connections of 16 arrivals at once, both ways of them, and what k6 holds. */
function openFilesNeeded(request: WebSocketRequest): number {
  const spare = 2 * 16 + 100;
  return Math.max(...shares(request).map(({ connections }) => connections)) + spare;
}

/** The server pings each connection once in 30 s; five more let the answers come. */
const everyoneIsPingedAfterSeconds = 35;
/**
 * What a process needs once, such as compiled code, is 20 MB or so of each of four workers. Below this many connections
 * that alone comes to more than 4 KB for each.
 */
const memoryCountsFromConnections = 20_000;
/** G01 speaks of so many; what is asked for below is judged by its share. */
const fullLoadConnections = 50_000;

function webSocketKpis({ connections, durationSeconds }: WebSocketRequest): readonly KpiId[] {
  const when = (isInScope: boolean, ...ids: readonly KpiId[]): readonly KpiId[] => (isInScope ? ids : []);
  return [
    connections >= fullLoadConnections ? 'websocket-connections' : 'connections-held',
    ...when(durationSeconds >= everyoneIsPingedAfterSeconds, 'connections-answering'),
    'messages-delivered',
    'message-latency-p99',
    'websocket-reply-time-p95',
    ...when(
      connections >= memoryCountsFromConnections,
      'api-memory-per-connection',
      'generator-memory-per-connection',
    ),
    'database-query-time-p95',
    'redis-memory',
    'cpu-utilization',
    'memory-utilization',
  ];
}

function memoryCounts({ result, samples }: Measured): Readonly<Record<string, number>> {
  const { generatorBytes, serverBytes } = memoryPerConnection(result, samples);
  return {
    ...(generatorBytes === null ? {} : { generatorBytesPerConnection: generatorBytes }),
    ...(serverBytes === null ? {} : { serverBytesPerConnection: serverBytes }),
  };
}

const webSocketMethod: Load['method'] = [
  'Every WebSocket takes its seat and gets its single-use ticket through the API and connects from a source address of its own, under the limits of production.',
  'Some accounts log in through the API (count `logins`); the sessions of the others are opened by gomeet, which signs their access tokens with the platform’s own key (count `accessTokensGiven`).',
  'Connections set out at the intended moments of an open schedule; the time until they are in their room counts from there, however slowly the server answers.',
  'In the hold phase every room hears a message in each interval, written at its intended moment by members in turn. Latency counts from that moment to each member; a gap in the room’s sequence is a loss.',
  'Memory per connection is the growth of resident memory, over all processes of a side, from before the first connection to the hold, divided by the connections held.',
];

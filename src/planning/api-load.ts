import type { ApiPrior } from './api-prior.ts';
import { joinsPerPerson, secondsPerHour } from './constants.ts';
import type { Demand } from './demand.ts';
import type { Event } from './event.ts';
import { sumOver } from './meeting-sizes.ts';
import { computed, derive, input, type Quantity } from './quantity.ts';

/** What the API is asked to do at the busiest time: when everybody joins, and the meetings talk. */
export interface ApiLoad {
  readonly joins: Quantity<'join/s'>;
  readonly logIns: Quantity<'request/s'>;
  readonly refreshes: Quantity<'request/s'>;
  readonly joinRequests: Quantity<'request/s'>;
  readonly connections: Quantity<'connection'>;
  readonly chatLines: Quantity<'message/s'>;
  /** Lines of chat, to each of those who hear them. */
  readonly chatDeliveries: Quantity<'message/s'>;
  /** Those and, while everybody joins, presence. */
  readonly deliveries: Quantity<'message/s'>;
}

export function apiLoadOf(event: Event, demand: Demand, prior: ApiPrior): ApiLoad {
  const { participants, joinSeconds } = demand;
  const joins = derive(
    { id: 'api.joins', title: 'people who join a second', unit: 'join/s' },
    'participants * joinsPerPerson / joinSeconds',
    { participants, joinsPerPerson, joinSeconds },
  );
  const { logInsPerJoin, requestsPerJoin, webhooksPerJoin, refreshInterval } = prior;
  const request = (id: string, title: string) => ({ id: `api.${id}`, title, unit: 'request/s' }) as const;
  const chatLines = chatLinesOf(event, participants);
  return {
    joins,
    logIns: derive(request('log-ins', 'log-ins a second'), 'joins * logInsPerJoin', {
      joins,
      logInsPerJoin,
    }),
    refreshes: derive(request('refreshes', 'refreshed sessions a second'), 'participants / refreshInterval', {
      participants,
      refreshInterval,
    }),
    joinRequests: derive(
      request('join-requests', 'requests of those who join, and webhooks'),
      'joins * (requestsPerJoin + webhooksPerJoin)',
      { joins, requestsPerJoin, webhooksPerJoin },
    ),
    connections: derive(
      { id: 'api.connections', title: 'WebSockets to the API', unit: 'connection' },
      'participants * connectionsPerPerson',
      { participants, connectionsPerPerson: prior.connectionsPerPerson },
    ),
    chatLines,
    ...deliveriesOf(demand, chatLines, prior),
  };
}

function chatLinesOf(event: Event, participants: Quantity<'participant'>): Quantity<'message/s'> {
  const linesPerHour = input(
    {
      id: 'demand.chat-lines-per-hour',
      title: 'lines of chat of a person an hour',
      unit: 'message/h/participant',
    },
    event.chatLinesPerHour,
    'given',
  );
  return derive(
    { id: 'api.chat-lines', title: 'lines of chat a second', unit: 'message/s' },
    'participants * linesPerHour / secondsPerHour',
    { participants, linesPerHour, secondsPerHour },
  );
}

/** A line is heard by all of its meeting, so people in large meetings weigh more: sum of people² / sum of people. */
function deliveriesOf(
  { sizes, participants, largestMeeting }: Demand,
  chatLines: Quantity<'message/s'>,
  { presenceInterval }: ApiPrior,
): Pick<ApiLoad, 'chatDeliveries' | 'deliveries'> {
  const people = sumOver(sizes, (size) => size.slots * size.participants);
  const heard = sumOver(sizes, (size) => size.slots * size.participants ** 2);
  const listeners = computed(
    { id: 'api.listeners', title: 'people who hear a line', unit: '1' },
    'over all sizes: sum of slots * people² / sum of slots * people',
    { participants, largestMeeting },
    heard / people,
  );
  const message = (id: string, title: string) => ({ id: `api.${id}`, title, unit: 'message/s' }) as const;
  const chatDeliveries = derive(
    message('chat-deliveries', 'lines of chat handed to listeners a second'),
    'chatLines * listeners',
    { chatLines, listeners },
  );
  const deliveries = derive(
    message('deliveries', 'messages handed to listeners a second while everybody joins'),
    'chatDeliveries + participants / presenceInterval',
    { chatDeliveries, participants, presenceInterval },
  );
  return { chatDeliveries, deliveries };
}

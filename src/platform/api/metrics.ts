import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

const seconds = (...milliseconds: number[]) => milliseconds.map((value) => value / 1000);

/**
 * What a worker tells Prometheus, on its admin port. Buckets lie close around the targets they are judged by: 200 ms for
 * a request, 100 ms for a query. Each app has a registry of its own, so that two can run in one process. A gauge stands where its value lives.
 */
export function createMetrics(worker: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ worker });
  // Brings memory, CPU, open files, garbage collection and the event-loop lag.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer',
      labelNames: ['route', 'method', 'status'],
      buckets: seconds(5, 10, 25, 50, 100, 150, 200, 300, 500, 1000, 2000),
      registers,
    }),
    httpRequests: new Counter({
      name: 'http_requests_total',
      help: 'Requests answered',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    databaseDuration: new Histogram({
      name: 'gomeet_database_query_duration_seconds',
      help: 'Time of a query on its connection, without the wait for a connection',
      buckets: seconds(0.5, 1, 2.5, 5, 10, 25, 50, 75, 100, 150, 200, 300, 500, 1000),
      registers,
    }),
    rateLimited: new Counter({
      name: 'gomeet_rate_limited_total',
      help: 'Requests and messages refused, by limit',
      labelNames: ['limit'],
      registers,
    }),
    limiterAway: new Counter({
      name: 'gomeet_rate_limiter_unavailable_total',
      help: 'Counts that could not be taken because Redis was away, by limit',
      labelNames: ['limit'],
      registers,
    }),
    webSocketCloses: new Counter({
      name: 'gomeet_websocket_closes_total',
      help: 'WebSockets that the server closed, by close code',
      labelNames: ['code'],
      registers,
    }),
    webSocketMessages: new Counter({
      name: 'gomeet_websocket_messages_total',
      help: 'WebSocket messages',
      labelNames: ['direction'],
      registers,
    }),
    tickets: new Counter({
      name: 'gomeet_websocket_tickets_total',
      help: 'WebSocket tickets, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    webhooks: webhooksCounter(registry),
  };
}

/** What LiveKit tells whenever somebody comes or goes. */
const commonEvents = [
  ...['room_started', 'room_finished', 'participant_joined', 'participant_left'],
  ...['track_published', 'track_unpublished'],
];

/** From 0 on: Prometheus sees no increase in a series that begins with its first event, so that after a start nothing would seem to come. */
function webhooksCounter(registry: Registry): Counter<'event'> {
  const counter = new Counter({
    name: 'gomeet_livekit_webhooks_total',
    help: 'Webhooks of the media server, by event',
    labelNames: ['event'],
    registers: [registry],
  });
  for (const event of commonEvents) counter.inc({ event }, 0);
  return counter;
}

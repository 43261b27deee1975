import type { Kpi } from './kpi-definition.ts';

/** What a crowd of WebSockets feels and costs. G01 (connections held) is among the platform's KPIs. */
export const WEBSOCKET_KPIS = [
  {
    id: 'connections-held',
    title: 'WebSockets held, of those asked for',
    meaning:
      'Connections that were authenticated and in their room from the beginning of the hold to its end.',
    unit: '%',
    direction: 'at-least',
    target: 100,
    critical: 90,
    judged: { by: 'share' },
    source: 'ours, for runs of fewer than 50,000; critical as in G01, where 45,000 of 50,000 are 90 %',
  },
  {
    id: 'connections-answering',
    title: 'WebSockets that were pinged and answered',
    meaning: 'Of all that were held: those that the server pinged in the hold phase, and that answered.',
    unit: '%',
    direction: 'at-least',
    target: 100,
    critical: 99,
    judged: { by: 'share' },
    source: 'ours: the server pings every connection each 30 s, so each has its turn in a hold of 35 s',
  },
  {
    id: 'messages-delivered',
    title: 'Chat messages delivered',
    meaning: 'Each message counts once for each member of its room; a gap in the room’s sequence is a loss.',
    unit: '%',
    direction: 'at-least',
    target: 100,
    critical: 99,
    judged: { by: 'share' },
    source: 'ours: what the server accepted is heard by everyone in the room',
  },
  {
    id: 'message-latency-p99',
    title: 'Chat latency, p99',
    meaning:
      'From the intended moment of writing to the arrival at each member of the room; 99 of 100 are faster.',
    unit: 'ms',
    direction: 'below',
    target: 500,
    critical: 2_000,
    judged: { by: 'percentile', quantile: 0.99 },
    source: 'ours: within half a second a conversation flows',
  },
  {
    id: 'api-memory-per-connection',
    title: 'Memory of the API per WebSocket',
    meaning:
      'Growth of resident memory over all API processes, from before the first connection to the hold.',
    unit: 'bytes',
    direction: 'below',
    target: 10_240,
    critical: null,
    judged: { by: 'count' },
    source: 'ours: 50,000 connections in half a gigabyte',
  },
  {
    id: 'generator-memory-per-connection',
    title: 'Memory of the generator per WebSocket',
    meaning:
      'Growth of resident memory over all generator processes, from before the first connection to the hold.',
    unit: 'bytes',
    direction: 'below',
    target: 10_240,
    critical: null,
    judged: { by: 'count' },
    source: 'ours: a tenth of what goroutines and buffers for each socket would take (41 KB)',
  },
] as const satisfies readonly Kpi[];

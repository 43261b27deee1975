import type { CommandEntry } from '../index.ts';

/** Every scenario of `gomeet loadtest`, in the order of its help. To add one: write its file, add its line here. */
export const scenarioTable: readonly CommandEntry[] = [
  {
    name: 'room',
    group: 'Scenarios',
    summary: 'one room: everyone joins and receives its audio and video',
    load: async () => (await import('./room.ts')).room,
  },
  {
    name: 'rooms',
    group: 'Scenarios',
    summary: 'many rooms at once, each with its own people and publishers',
    load: async () => (await import('./rooms.ts')).rooms,
  },
  {
    name: 'churn',
    group: 'Scenarios',
    summary: 'people come and go: late joiners, and a storm of reconnections',
    load: async () => (await import('./churn.ts')).churn,
  },
  {
    name: 'comprehensive',
    group: 'Scenarios',
    summary: 'everything at once: rooms, WebSockets and journeys through the API',
    load: async () => (await import('./comprehensive.ts')).comprehensive,
  },
  {
    name: 'browser',
    group: 'Scenarios',
    summary: 'real browsers and light participants in one room: glass-to-glass latency, compared',
    load: async () => (await import('./browser.ts')).browser,
  },
  {
    name: 'api',
    group: 'Scenarios',
    summary: 'people walk through the API at a rate that does not wait for answers',
    load: async () => (await import('./api.ts')).api,
  },
  {
    name: 'capacity',
    group: 'Scenarios',
    summary: 'searches the knee: the largest load that still meets its targets',
    load: async () => (await import('./capacity.ts')).capacity,
  },
  {
    name: 'websocket',
    group: 'Scenarios',
    summary: 'very many WebSockets: everyone connects by ticket, joins a room and hears all that is said',
    load: async () => (await import('./websocket.ts')).websocket,
  },
];

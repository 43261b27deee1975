import type { ApiClient } from '../../api/client.ts';

/** The API's WebSocket stands on the origin of the page. */
export const socketUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/ws`;

/** A ticket for one connection, good for 30 s: a token in an address would end up in logs. */
export const takeTicket = async (api: ApiClient): Promise<string> =>
  (await api.post<{ ticket: string }>('/ws-tickets')).ticket;

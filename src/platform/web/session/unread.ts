import { type ReadonlySignal, signal } from '@preact/signals';
import { api } from '../api/api.ts';
import type { ApiClient } from '../api/client.ts';

export interface Unread {
  readonly count: ReadonlySignal<number>;
  /** Asks the server; a count that cannot be had leaves the last one standing. */
  refresh(): Promise<void>;
  set(count: number): void;
}

/** How many notifications wait to be read. */
export function createUnread(client: Pick<ApiClient, 'get'>): Unread {
  const count = signal(0);
  return {
    count,
    async refresh() {
      const answer = await client
        .get<{ count: number }>('/notifications/unread-count')
        .catch(() => undefined);
      if (answer !== undefined) count.value = answer.count;
    },
    set(value) {
      count.value = value;
    },
  };
}

export const unread = createUnread(api);

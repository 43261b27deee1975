import type { Redis } from 'ioredis';
import type { ServerMessage } from './messages.ts';

/** What concerns people wherever they have sockets. */
export type PeopleEvent =
  | { type: 'notify'; userId: string; message: ServerMessage }
  | { type: 'sessions-ended'; sessionIds: readonly string[] };

/** Tells the other workers, not this one. What is told while Redis is away is lost: the database has it. */
export interface PeopleBus {
  publish(event: PeopleEvent): void;
}

const channel = 'people';

/** One channel that all workers hear: these events are few, and no worker knows where a person is. */
export function createPeopleBus(options: {
  /** Of this process alone. */
  readonly origin: string;
  readonly publisher: Redis;
  readonly subscriber: Redis;
  onEvent(event: PeopleEvent): void;
  onError(error: unknown): void;
}): PeopleBus {
  const { origin: self, publisher, subscriber, onEvent, onError } = options;
  subscriber.ssubscribe(channel).catch(onError);
  subscriber.on('smessage', (from: string, text: string) => {
    if (from !== channel) return;
    const { origin, event } = JSON.parse(text) as { origin: string; event: PeopleEvent };
    if (origin !== self) onEvent(event);
  });
  return {
    publish: (event) => {
      publisher.spublish(channel, JSON.stringify({ origin: self, event })).catch(onError);
    },
  };
}

import type { Redis } from 'ioredis';
import type { RoomEvent } from './messages.ts';

/** Carries room events between workers. */
export interface RoomBus {
  /** @returns when events of the room arrive here; at once while Redis is away, and then they arrive when it is back. */
  subscribe(roomId: string): Promise<void>;
  unsubscribe(roomId: string): void;
  /** Tells the other workers, not this one. */
  publish(roomId: string, event: RoomEvent): void;
}

interface RoomBusOptions {
  /** Of this process alone: while a worker is replaced, two may have one name. */
  readonly origin: string;
  readonly publisher: Redis;
  readonly subscriber: Redis;
  onEvent(roomId: string, event: RoomEvent): void;
  onError(error: unknown): void;
}

const prefix = 'room:{';
const suffix = '}';
const channelOf = (roomId: string) => prefix + roomId + suffix;

/**
 * One channel per room, subscribed to only while the room has members here. Sharded pub/sub, because in a Redis cluster
 * plain PUBLISH goes to every node, while a shard channel stays on the node of its slot.
 */
export function createRoomBus({
  origin: self,
  publisher,
  subscriber,
  onEvent,
  onError,
}: RoomBusOptions): RoomBus {
  subscriber.on('smessage', (channel: string, text: string) => {
    if (!channel.startsWith(prefix)) return;
    const { origin, event } = JSON.parse(text) as { origin: string; event: RoomEvent };
    if (origin !== self) onEvent(channel.slice(prefix.length, -suffix.length), event);
  });
  return {
    subscribe: async (roomId) => {
      const subscribed = subscriber.ssubscribe(channelOf(roomId)).catch(onError);
      if (subscriber.status === 'ready') await subscribed;
    },
    unsubscribe: (roomId) => {
      subscriber.sunsubscribe(channelOf(roomId)).catch(onError);
    },
    publish: (roomId, event) => {
      publisher.spublish(channelOf(roomId), JSON.stringify({ origin: self, event })).catch(onError);
    },
  };
}

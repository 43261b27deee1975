import type { Redis, Result } from 'ioredis';
import type { ChatLine, RoomEvent } from './messages.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    sayInRoom(counter: string, channel: string, line: string, keepSeconds: number): Result<number, Context>;
  }
}

/** Carries room events between workers. */
export interface RoomBus {
  /** @returns when events of the room arrive here; at once while Redis is away, and then they arrive when it is back. */
  subscribe(roomId: string): Promise<void>;
  unsubscribe(roomId: string): void;
  /** Tells the other workers, not this one. */
  publish(roomId: string, event: RoomEvent): void;
  /**
   * Gives a line of conversation the next number of its room and tells all workers, this one included.
   * @returns the number. It rejects while Redis is away, and then nobody was told.
   */
  say(roomId: string, line: Omit<ChatLine, 'sequence'>): Promise<number>;
}

export interface RoomBusOptions {
  readonly worker: string;
  readonly publisher: Redis;
  readonly subscriber: Redis;
  onEvent(roomId: string, event: RoomEvent): void;
  onError(error: unknown): void;
}

const prefix = 'room:{';
const suffix = '}';
/** The braces put a room's channel and its counter on one node of a Redis cluster, where one script reaches both. */
const channelOf = (roomId: string) => prefix + roomId + suffix;
const counterOf = (roomId: string) => `${channelOf(roomId)}:chat-sequence`;
/** A counter lives this long after the room's last line. */
const counterSeconds = 30 * 24 * 3600;

// Counting and publishing are one step. As two, worker A could take 5, worker B take 6 and publish it first. What is
// published begins as every event of the bus does, with no origin: its own worker hears it in the same order as all others.
const sayInRoom = `
local sequence = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SPUBLISH', KEYS[2],
  '{"origin":"","event":{"type":"chat","line":{"sequence":' .. sequence .. ',' .. string.sub(ARGV[1], 2) .. '}}')
return sequence`;

/**
 * One channel per room, subscribed to only while the room has members here. Sharded pub/sub, because in a Redis cluster
 * plain PUBLISH goes to every node, while a shard channel stays on the node of its slot.
 */
export function createRoomBus({ worker, publisher, subscriber, onEvent, onError }: RoomBusOptions): RoomBus {
  publisher.defineCommand('sayInRoom', { numberOfKeys: 2, lua: sayInRoom });
  subscriber.on('smessage', (channel: string, text: string) => {
    const { origin, event } = JSON.parse(text) as { origin: string; event: RoomEvent };
    if (origin !== worker) onEvent(channel.slice(prefix.length, -suffix.length), event);
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
      publisher.spublish(channelOf(roomId), JSON.stringify({ origin: worker, event })).catch(onError);
    },
    say: (roomId, line) =>
      publisher.sayInRoom(counterOf(roomId), channelOf(roomId), JSON.stringify(line), counterSeconds),
  };
}

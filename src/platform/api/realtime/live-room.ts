import type { Role } from '../permissions.ts';
import type { Connection } from './connection.ts';
import { LineOrder } from './line-order.ts';
import type { Attendee, ChatLine, ServerMessage, Settings } from './messages.ts';
import { RoomPresence } from './room-presence.ts';

/** Someone with sockets on this worker. */
interface Member extends Attendee {
  role: Role;
  /** Several, when the same person has the room open in several tabs. An array of one takes a tenth of a Set of one. */
  readonly connections: Connection[];
}

/** One room as far as this worker has sockets in it, or in front of it. */
export class LiveRoom {
  readonly id: string;
  readonly members = new Map<string, Member>();
  /** Those who wait to be let in. */
  readonly waiters = new Set<Connection>();
  readonly presence = new RoomPresence();
  readonly lines = new LineOrder();
  settings: Settings = {};
  recording = false;
  /** Settled when the worker hears the room and knows where its conversation stands. */
  ready: Promise<void> = Promise.resolve();
  presenceTimer: NodeJS.Timeout | undefined;
  typingTimer: NodeJS.Timeout | undefined;
  gapTimer: NodeJS.Timeout | undefined;
  /** Someone in the room is to learn that presence was left out. */
  someoneMissed = false;
  /** Runs while missing lines are read from the database. */
  catchingUp: Promise<void> | undefined;

  constructor(id: string) {
    this.id = id;
  }

  get isEmpty(): boolean {
    return this.members.size === 0 && this.waiters.size === 0;
  }

  *connections(): Generator<Connection> {
    for (const { connections } of this.members.values()) yield* connections;
  }

  tell(message: ServerMessage, isFor: (connection: Connection) => boolean = () => true): void {
    const frame = Buffer.from(JSON.stringify(message));
    for (const connection of this.connections()) if (isFor(connection)) connection.sendFrame(frame);
  }

  tellUser(userId: string, message: ServerMessage): void {
    for (const connection of this.members.get(userId)?.connections ?? []) connection.send(message);
  }

  /** Tells the room lines whose turn it is. */
  deliver(lines: readonly ChatLine[]): void {
    for (const line of lines) {
      const frame = Buffer.from(JSON.stringify({ type: 'chat_message', roomId: this.id, ...line }));
      for (const connection of this.connections()) if (connection.hearing) connection.sendFrame(frame);
    }
  }

  /** Tells what may be left out for those who read slowly. Once they have caught up, they learn that something is missing. */
  tellPresence(messages: readonly ServerMessage[]): void {
    const frames = messages.map((message) => Buffer.from(JSON.stringify(message)));
    const missed = Buffer.from(JSON.stringify({ type: 'presence_missed', roomId: this.id }));
    let someoneMissed = false;
    for (const connection of this.connections()) {
      if (connection.presenceMissed && connection.offerFrame(missed)) connection.presenceMissed = false;
      for (const frame of frames) if (!connection.offerFrame(frame)) connection.presenceMissed = true;
      someoneMissed ||= connection.presenceMissed;
    }
    this.someoneMissed = someoneMissed;
  }
}

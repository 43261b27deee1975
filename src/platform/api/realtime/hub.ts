import type { Connection } from './connection.ts';
import type { Person, RoomEvent, ServerMessage } from './messages.ts';
import type { RoomBus } from './room-bus.ts';

interface Member extends Person {
  /** Several, when the same person has the room open in several tabs. An array of one takes a tenth of a Set of one. */
  readonly connections: Connection[];
}

interface Room {
  readonly members: Map<string, Member>;
  readonly subscribed: Promise<void>;
  /** What changed since the last presence message, the latest change for each user. */
  readonly changes: Map<string, Person | 'left'>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * The rooms with sockets on this worker. When N people enter a room, telling each of the others one by one would be N²/2
 * messages, 125,000 for 500. So changes are gathered for a moment, from all workers alike, and every socket gets one
 * message per moment: 500 joining in 10 s are 40 moments of 250 ms, 20,000 messages at most, each moment serialised once.
 */
export class Hub {
  readonly #rooms = new Map<string, Room>();
  readonly #bus: RoomBus;
  readonly #batchMs: number;

  constructor(bus: RoomBus, batchMs: number) {
    this.#bus = bus;
    this.#batchMs = batchMs;
  }

  /** Puts a connection into a room and tells the room. @returns when it hears what other workers tell the room. */
  async enter(connection: Connection, roomId: string, person: Person): Promise<void> {
    const room = this.#rooms.get(roomId) ?? this.#open(roomId);
    connection.roomId = roomId;
    const member = room.members.get(person.userId);
    if (member) {
      member.connections.push(connection);
    } else {
      room.members.set(person.userId, { ...person, connections: [connection] });
      this.publish(roomId, { type: 'joined', ...person });
    }
    await room.subscribed;
  }

  /** Takes a connection out of its room; the person has left when it was their last one here. */
  exit(connection: Connection): void {
    const { roomId, account } = connection;
    connection.roomId = undefined;
    const room = roomId === undefined ? undefined : this.#rooms.get(roomId);
    const member = account && room?.members.get(account.userId);
    const tab = member?.connections.indexOf(connection) ?? -1;
    if (roomId === undefined || !room || !member || tab < 0) return;
    member.connections.splice(tab, 1);
    if (member.connections.length > 0) return;
    room.members.delete(member.userId);
    this.publish(roomId, { type: 'left', userId: member.userId });
    if (room.members.size === 0) this.#close(roomId, room);
  }

  /** Says something in the connection's room. @returns the number of the line; it rejects while Redis is away. */
  async say(roomId: string, userId: string, text: string): Promise<number> {
    const member = this.#rooms.get(roomId)?.members.get(userId);
    if (!member) throw new Error('whoever speaks in a room is a member of it');
    const from = { userId, name: member.name };
    return this.#bus.say(roomId, { from, text, sentAt: new Date().toISOString() });
  }

  /** Tells a room, here and on every other worker. */
  publish(roomId: string, event: RoomEvent): void {
    this.receive(roomId, event);
    this.#bus.publish(roomId, event);
  }

  /** Takes an event in, be it from this worker or another. */
  receive(roomId: string, event: RoomEvent): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    switch (event.type) {
      case 'joined':
        this.#note(roomId, room, event.userId, { userId: event.userId, name: event.name });
        break;
      case 'left': {
        this.#note(roomId, room, event.userId, 'left');
        // Their last tab on another worker, but not here: the contradiction comes within the same moment and wins.
        const here = room.members.get(event.userId);
        if (here) this.publish(roomId, { type: 'joined', userId: here.userId, name: here.name });
        break;
      }
      case 'removed':
        for (const connection of [...(room.members.get(event.userId)?.connections ?? [])]) {
          connection.send({ type: 'left', roomId });
          this.exit(connection);
        }
        break;
      case 'chat':
        this.#broadcast(room, { type: 'chat_message', roomId, ...event.line });
        break;
      case 'recording':
        this.#broadcast(room, { roomId, ...event });
        break;
      case 'ended':
        this.#broadcast(room, { type: 'room_ended', roomId });
        for (const member of room.members.values()) {
          for (const connection of member.connections) connection.roomId = undefined;
        }
        this.#close(roomId, room);
        break;
    }
  }

  #open(roomId: string): Room {
    const room: Room = {
      members: new Map(),
      subscribed: this.#bus.subscribe(roomId),
      changes: new Map(),
      timer: undefined,
    };
    this.#rooms.set(roomId, room);
    return room;
  }

  #close(roomId: string, room: Room): void {
    clearTimeout(room.timer);
    this.#rooms.delete(roomId);
    this.#bus.unsubscribe(roomId);
  }

  #note(roomId: string, room: Room, userId: string, change: Person | 'left'): void {
    room.changes.set(userId, change);
    room.timer ??= setTimeout(() => this.#flush(roomId, room), this.#batchMs);
  }

  #flush(roomId: string, room: Room): void {
    const joined: Person[] = [];
    const left: string[] = [];
    for (const [userId, change] of room.changes) {
      if (change === 'left') left.push(userId);
      else joined.push(change);
    }
    room.changes.clear();
    room.timer = undefined;
    this.#broadcast(room, { type: 'presence', roomId, joined, left });
  }

  #broadcast(room: Room, message: ServerMessage): void {
    const frame = Buffer.from(JSON.stringify(message));
    for (const member of room.members.values()) {
      for (const connection of member.connections) connection.sendFrame(frame);
    }
  }
}

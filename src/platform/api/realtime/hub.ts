import type { Policy } from '../policy.ts';
import { applyEvent } from './apply-event.ts';
import { CatchUp, type Conversations } from './catch-up.ts';
import type { Connection } from './connection.ts';
import { LiveRoom } from './live-room.ts';
import type { Attendee, PersonState, RoomEvent, ServerMessage } from './messages.ts';
import type { PeopleBus, PeopleEvent } from './people-bus.ts';
import type { RoomBus } from './room-bus.ts';

interface HubOptions {
  readonly bus: RoomBus;
  readonly people: PeopleBus;
  readonly conversations: Conversations;
  /** All of this worker. */
  readonly connections: ReadonlySet<Connection>;
  readonly limits: Policy['webSocket'];
  onError(error: unknown): void;
}

/**
 * The rooms with sockets on this worker. When N people enter a room, telling each of the others one by one would be N²/2
 * messages, 125,000 for 500. So presence is gathered for a moment, from all workers alike, and every socket gets one
 * message per moment: 500 joining in 10 s are 40 moments of 250 ms, 20,000 messages at most, each moment serialised once.
 */
export class Hub {
  readonly #rooms = new Map<string, LiveRoom>();
  readonly #options: HubOptions;
  readonly #catchUp: CatchUp;

  constructor(options: HubOptions) {
    this.#options = options;
    const { conversations, limits, onError } = options;
    this.#catchUp = new CatchUp({ rooms: this.#rooms, conversations, limits, onError });
  }

  room(roomId: string): LiveRoom | undefined {
    return this.#rooms.get(roomId);
  }

  /** Those that this worker has sockets in. */
  get roomIds(): string[] {
    return [...this.#rooms.keys()];
  }

  /** Puts a connection into a room and tells the room. @returns when it hears what other workers tell the room. */
  async enter(connection: Connection, roomId: string, person: Attendee): Promise<void> {
    const room = this.#rooms.get(roomId) ?? this.#open(roomId);
    connection.roomId = roomId;
    const member = room.members.get(person.userId);
    if (member) {
      member.connections.push(connection);
    } else {
      room.members.set(person.userId, { ...person, connections: [connection] });
      this.publish(roomId, { type: 'joined', ...person });
    }
    await room.ready;
  }

  /** Lets a connection hear whether it is admitted to a room. @returns when it does. */
  async wait(connection: Connection, roomId: string): Promise<void> {
    const room = this.#rooms.get(roomId) ?? this.#open(roomId);
    connection.roomId = roomId;
    room.waiters.add(connection);
    await room.ready;
  }

  /** Takes a connection out of its room; the person has left when it was their last one here. */
  exit(connection: Connection): void {
    const { roomId, account } = connection;
    connection.roomId = undefined;
    connection.role = undefined;
    connection.hearing = false;
    const room = roomId === undefined ? undefined : this.#rooms.get(roomId);
    if (!room || !account) return;
    const member = room.members.get(account.userId);
    const tab = member?.connections.indexOf(connection) ?? -1;
    if (member && tab >= 0) {
      member.connections.splice(tab, 1);
      if (member.connections.length === 0) {
        room.members.delete(member.userId);
        this.publish(room.id, { type: 'left', userId: member.userId });
      }
    } else if (!room.waiters.delete(connection)) {
      return;
    }
    if (room.isEmpty) this.#close(room);
  }

  /** Notes what a person in a room has switched on or off, for everyone in it. */
  showState(roomId: string, userId: string, state: Partial<PersonState>): void {
    this.publish(roomId, { type: 'states', changes: [{ userId, ...state }] });
  }

  /** Tells a room, here and on every other worker. */
  publish(roomId: string, event: RoomEvent): void {
    this.receive(roomId, event);
    this.#options.bus.publish(roomId, event);
  }

  /** Takes an event in, be it from this worker or another. */
  receive(roomId: string, event: RoomEvent): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    applyEvent(this, room, event);
    if (event.type === 'ended') this.#close(room);
    else if (room.lines.hasGap) this.#catchUp.soon(room);
    this.#flushSoon(room);
  }

  /** Reads what is missing of a room's conversation up to a number at least. */
  catchUp(room: LiveRoom): Promise<void> {
    return this.#catchUp.now(room);
  }

  /** Looks whether lines are missing in any room: Redis was away. */
  lookForLines(): void {
    void this.#catchUp.look();
  }

  /** Tells one person, on whichever workers they have sockets. */
  notify(userId: string, message: ServerMessage): void {
    this.#tellPeople({ type: 'notify', userId, message });
  }

  /** Closes the sockets of sessions: they were logged out or their account was locked. */
  endSessions(sessionIds: readonly string[]): void {
    this.#tellPeople({ type: 'sessions-ended', sessionIds });
  }

  #tellPeople(event: PeopleEvent): void {
    this.receiveForPeople(event);
    this.#options.people.publish(event);
  }

  /**
   * Looks through all sockets: 12,500 take 0.2 ms. An index by person would be faster and cost each of them 60 bytes, while a
   * worker gets a few such events a second.
   */
  receiveForPeople(event: PeopleEvent): void {
    for (const connection of this.#options.connections) {
      const { account } = connection;
      if (!account) continue;
      if (event.type === 'sessions-ended') {
        if (event.sessionIds.includes(account.sessionId)) connection.endSession();
      } else if (account.userId === event.userId) {
        connection.send(event.message);
      }
    }
  }

  stop(): void {
    this.#catchUp.stop();
    for (const room of this.#rooms.values()) this.#close(room);
  }

  #open(roomId: string): LiveRoom {
    const room = new LiveRoom(roomId);
    this.#rooms.set(roomId, room);
    room.ready = this.#prepare(room);
    return room;
  }

  /** The worker hears the room first and reads then: whatever happens in between is heard. */
  async #prepare(room: LiveRoom): Promise<void> {
    await this.#options.bus.subscribe(room.id);
    this.#options.bus.publish(room.id, { type: 'asking' });
    const { lastSequence, settings, recording } = await this.#options.conversations.look(room.id);
    room.settings = settings;
    room.recording = recording;
    room.deliver(room.lines.start(lastSequence));
  }

  #close(room: LiveRoom): void {
    clearTimeout(room.presenceTimer);
    clearTimeout(room.typingTimer);
    clearTimeout(room.gapTimer);
    this.#rooms.delete(room.id);
    this.#options.bus.unsubscribe(room.id);
  }

  #flushSoon(room: LiveRoom): void {
    if (room.presenceTimer || !room.presence.hasNews || !this.#rooms.has(room.id)) return;
    room.presenceTimer = setTimeout(() => this.#flush(room), this.#options.limits.presenceBatchMs);
  }

  #flush(room: LiveRoom): void {
    const nowMs = performance.now();
    clearTimeout(room.typingTimer);
    room.presenceTimer = undefined;
    const messages = room.presence.flush(room.id, nowMs);
    if (messages.length > 0) room.tellPresence(messages);
    const { nextExpiryMs } = room.presence;
    if (nextExpiryMs === undefined) return;
    // Whoever types no longer is struck off, even if nothing else happens.
    room.typingTimer = setTimeout(() => this.#flush(room), Math.max(nextExpiryMs - nowMs, 1));
  }
}

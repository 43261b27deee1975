import type { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import type { LiveRoom } from './live-room.ts';
import type { PersonChange, RoomEvent } from './messages.ts';

/** What an event means for the people of a room on this worker: what they are told, and what is kept of it. */
export function applyEvent(hub: Hub, room: LiveRoom, event: RoomEvent): void {
  const { id: roomId, presence } = room;
  switch (event.type) {
    case 'joined':
      presence.joined(event);
      break;
    case 'left':
      left(hub, room, event.userId);
      break;
    case 'asking':
      answerWithStates(hub, room);
      break;
    case 'states':
      for (const change of event.changes) presence.change(change);
      break;
    case 'typing':
      presence.typing(event.userId, event.active, performance.now());
      break;
    case 'reaction':
      presence.reacted({ userId: event.userId, emoji: event.emoji });
      break;
    case 'chat':
      room.deliver(room.lines.take(event.lines));
      for (const { from } of event.lines) presence.typing(from.userId, false, 0);
      break;
    case 'muted':
      room.tellUser(event.userId, { type: 'muted', roomId, kind: event.kind, by: event.by });
      presence.change({ userId: event.userId, [event.kind]: false });
      break;
    case 'role':
      changeRole(room, event);
      break;
    case 'removed':
    case 'ended':
      takeOut(hub, room, event);
      break;
    default:
      tell(room, event);
  }
}

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** Events that are told as they are. */
function tell(
  room: LiveRoom,
  event: EventOf<'settings' | 'waiting' | 'admission' | 'recording' | 'breakouts' | 'broadcast'>,
): void {
  const { id: roomId } = room;
  switch (event.type) {
    case 'settings': {
      const { settings, room: changed } = event;
      if (settings) room.settings = settings;
      room.tell({
        type: 'room_updated',
        roomId,
        ...(settings && { settings }),
        ...(changed && { room: changed }),
      });
      break;
    }
    case 'waiting':
      room.tell({ type: 'waiting', roomId, count: event.count }, isModerator);
      break;
    case 'admission':
      for (const waiter of room.waiters) {
        if (waiter.account?.userId !== event.userId) continue;
        waiter.send({ type: event.admitted ? 'admitted' : 'denied', roomId });
      }
      break;
    case 'recording':
      room.recording = event.active;
      room.tell({ type: 'recording', roomId, active: event.active, recordingId: event.recordingId });
      break;
    case 'breakouts':
      for (const { userId } of room.members.values()) {
        const yourRoomId = event.assignments[userId] ?? null;
        room.tellUser(userId, { type: 'breakouts', roomId, open: event.open, yourRoomId });
      }
      break;
    case 'broadcast':
      room.tell({ type: 'breakout_message', roomId, text: event.text });
  }
}

const isModerator = ({ role }: Connection) => role === 'host' || role === 'moderator';

/** Their last tab on another worker, but not here: the contradiction comes within the same moment and wins. */
function left(hub: Hub, room: LiveRoom, userId: string): void {
  const here = room.members.get(userId);
  const state = room.presence.stateOf(userId);
  room.presence.left(userId);
  if (!here) return;
  const { name, role, avatarUrl } = here;
  hub.publish(room.id, { type: 'joined', userId, name, role, ...(avatarUrl !== undefined && { avatarUrl }) });
  hub.showState(room.id, userId, state);
}

function answerWithStates(hub: Hub, room: LiveRoom): void {
  const changes: PersonChange[] = room.presence.states().filter(({ userId }) => room.members.has(userId));
  if (changes.length > 0) hub.publish(room.id, { type: 'states', changes });
}

function changeRole(room: LiveRoom, { userId, role }: EventOf<'role'>): void {
  const member = room.members.get(userId);
  if (member) {
    member.role = role;
    for (const connection of member.connections) if (connection.role) connection.role = role;
  }
  room.tellUser(userId, { type: 'role_changed', roomId: room.id, role });
  const silenced = role === 'observer' && { audio: false, video: false, screen: false };
  room.presence.change({ userId, role, ...silenced });
}

function takeOut(hub: Hub, room: LiveRoom, event: EventOf<'removed' | 'ended'>): void {
  const { id: roomId } = room;
  if (event.type === 'ended') {
    room.tell({ type: 'room_ended', roomId });
    for (const connection of room.waiters) connection.send({ type: 'room_ended', roomId });
    for (const connection of [...room.connections(), ...room.waiters]) leave(connection);
    return;
  }
  const { userId, banned } = event;
  for (const connection of [...(room.members.get(userId)?.connections ?? [])]) {
    connection.send(banned === undefined ? { type: 'left', roomId } : { type: 'removed', roomId, banned });
    hub.exit(connection);
  }
}

function leave(connection: Connection): void {
  connection.roomId = undefined;
  connection.role = undefined;
  connection.hearing = false;
}

import type { RoomSettings } from '../api/types.ts';
import type { Ending, MeetingState } from './meeting-state.ts';
import type { MediaKind, ServerMessage } from './signaling/protocol.ts';
import type { Chat } from './stores/chat.ts';
import type { Roster } from './stores/roster.ts';

/** What a message can change. */
export interface MessageTarget {
  readonly state: MeetingState;
  readonly roster: Roster;
  readonly chat: Chat;
  readonly ownId: string;
  /** Takes this person's microphone, camera or screen off the air, as a moderator ordered. */
  stopSending(kind: MediaKind, by: string): void;
  /** The room is joined, for the first time or again: the list of people is to be loaded. */
  onJoined(): void;
  /** Loads the list of people anew. */
  loadPeople(): void;
  onReaction(userId: string, emoji: string): void;
  onNotice(text: string, kind?: 'info' | 'error'): void;
  onEnd(ending: Ending): void;
}

const roleWords = {
  host: 'You are the host now.',
  moderator: 'You are a moderator now.',
  participant: 'You are a participant now: you can speak and show yourself.',
  observer: 'You are an observer now: you see and hear, and do not send.',
} as const;

/** Codes of errors that the user has to do nothing about. */
const quietErrors: readonly string[] = ['already-in-room', 'not-in-room', 'rate-limited-typing'];

/** Lets one message of the server take effect. */
export function takeMessage(message: ServerMessage, target: MessageTarget): void {
  const { state, roster, chat, ownId } = target;
  switch (message.type) {
    case 'joined':
      state.role.value = message.role;
      state.settings.value = message.settings;
      state.recording.value = message.recording;
      roster.apply({ joined: [], left: [], changed: message.states });
      void chat.joined(message.lastSequence).catch((error: Error) => target.onNotice(error.message, 'error'));
      target.onJoined();
      break;
    case 'presence':
      roster.apply(message);
      break;
    case 'presence_missed':
      target.loadPeople();
      break;
    case 'chat_message':
      chat.take(message);
      break;
    case 'chat_accepted':
      chat.accepted(message.clientId);
      break;
    case 'resynced':
      void chat.resynced(message.complete).catch((error: Error) => target.onNotice(error.message, 'error'));
      break;
    case 'typing':
      state.typing.value = message.userIds.filter((userId) => userId !== ownId);
      break;
    case 'reactions':
      for (const { userId, emoji } of message.items) target.onReaction(userId, emoji);
      break;
    case 'muted':
      target.stopSending(message.kind, roster.get(message.by)?.name ?? 'A moderator');
      break;
    case 'role_changed':
      state.role.value = message.role;
      target.onNotice(roleWords[message.role]);
      break;
    case 'error':
      if (!quietErrors.includes(message.code)) target.onNotice(message.message, 'error');
      break;
    default:
      takeRoomNews(message, target);
  }
}

/** What happens to the room as a whole. */
function takeRoomNews(message: ServerMessage, target: MessageTarget): void {
  const { state } = target;
  switch (message.type) {
    case 'room_updated':
      if (message.settings) {
        target.onNotice(settingsWords(state.settings.peek(), message.settings));
        state.settings.value = message.settings;
      }
      if (message.room) state.room.value = { ...state.room.peek(), ...message.room };
      break;
    case 'waiting':
      if (message.count === undefined) break;
      if (message.count > state.waitingCount.peek()) target.onNotice('Somebody asks to be let in.');
      state.waitingCount.value = message.count;
      break;
    case 'recording':
      if (message.active !== state.recording.peek())
        target.onNotice(message.active ? 'This meeting is being recorded.' : 'The recording has ended.');
      state.recording.value = message.active;
      state.recordingId.value = message.active ? (message.recordingId ?? undefined) : undefined;
      break;
    case 'breakouts':
      state.breakouts.value = { open: message.open, yourRoomId: message.yourRoomId };
      break;
    case 'breakout_message':
      state.announcement.value = message.text;
      break;
    case 'notification':
      target.onNotice(`${message.title}: ${message.message}`);
      break;
    case 'removed':
      target.onEnd(message.banned ? 'banned' : 'removed');
      break;
    case 'room_ended':
      target.onEnd('ended');
      break;
    default:
      break;
  }
}

function settingsWords(before: RoomSettings | undefined, after: RoomSettings): string {
  if (before?.locked !== after.locked)
    return after.locked ? 'The room is locked: nobody else can come in.' : 'The room is open again.';
  return 'A moderator changed the rules of the room.';
}

/** What a person is in a room. An observer sees and hears, and sends nothing. */
export type Role = 'host' | 'moderator' | 'participant' | 'observer';

/** What can be asked of an existing room. Joining is not here: whoever knows the room and its password may try. */
export type RoomAction = 'list-participants' | 'enter-signaling' | 'chat' | 'end';

const allowed: Readonly<Record<RoomAction, readonly Role[]>> = {
  'list-participants': ['host', 'moderator', 'participant', 'observer'],
  'enter-signaling': ['host', 'moderator', 'participant', 'observer'],
  chat: ['host', 'moderator', 'participant'],
  end: ['host'],
};

/** The one place that decides whether someone may do something to a room. `undefined`: not in the room. */
export function can(role: Role | undefined, action: RoomAction): boolean {
  return role !== undefined && allowed[action].includes(role);
}

export function maySendMedia(role: Role): boolean {
  return role !== 'observer';
}

import type { Attendee, PersonChange, PersonState, Reaction, ServerMessage } from './messages.ts';

/** Somebody who says nothing more about it types no longer. Clients repeat themselves sooner. */
const typingMs = 8000;
/** More than this in one moment are confetti: those beyond are not told. */
const maxReactions = 50;

const nothingOn: PersonState = { audio: false, video: false, screen: false, hand: false };
const isDefault = ({ audio, video, screen, hand }: PersonState) => !audio && !video && !screen && !hand;

/**
 * Who is seen doing what in a room, gathered for a moment and then told in one message of each kind. States are those of the
 * people of all workers; whoever has nothing on has no entry, and most of 500 people have nothing on.
 */
export class RoomPresence {
  readonly #states = new Map<string, PersonState>();
  /** Since the last flush, the latest for each user. */
  readonly #moves = new Map<string, Attendee | 'left'>();
  readonly #changes = new Map<string, PersonChange>();
  readonly #typingUntilMs = new Map<string, number>();
  #reactions: Reaction[] = [];
  #typingChanged = false;

  /** Everyone who has something on, as a newcomer is told. */
  states(): PersonChange[] {
    return [...this.#states].map(([userId, state]) => ({ userId, ...whatIsOn(state) }));
  }

  stateOf(userId: string): PersonState {
    return this.#states.get(userId) ?? nothingOn;
  }

  joined({ userId, name, role, avatarUrl }: Attendee): void {
    this.#moves.set(userId, { userId, name, role, ...(avatarUrl !== undefined && { avatarUrl }) });
  }

  left(userId: string): void {
    this.#moves.set(userId, 'left');
    this.#states.delete(userId);
    this.#changes.delete(userId);
    this.typing(userId, false, 0);
  }

  /** @returns whether anything is now otherwise. */
  change({ userId, role, ...state }: PersonChange): boolean {
    const before = this.stateOf(userId);
    const after = { ...before, ...state };
    const differs = Object.entries(state).some(([key, value]) => before[key as keyof PersonState] !== value);
    if (!differs && role === undefined) return false;
    if (isDefault(after)) this.#states.delete(userId);
    else this.#states.set(userId, after);
    const told = { ...this.#changes.get(userId), userId, ...state, ...(role !== undefined && { role }) };
    this.#changes.set(userId, told);
    return true;
  }

  typing(userId: string, active: boolean, nowMs: number): void {
    const was = this.#typingUntilMs.has(userId);
    if (active) this.#typingUntilMs.set(userId, nowMs + typingMs);
    else this.#typingUntilMs.delete(userId);
    this.#typingChanged ||= was !== active;
  }

  reacted(reaction: Reaction): void {
    if (this.#reactions.length < maxReactions) this.#reactions.push(reaction);
  }

  /** Whether a flush has something to tell. */
  get hasNews(): boolean {
    return this.#moves.size + this.#changes.size + this.#reactions.length > 0 || this.#typingChanged;
  }

  /** When a flush has something to tell at the latest, because typing runs out; undefined when nobody types. */
  get nextExpiryMs(): number | undefined {
    return this.#typingUntilMs.size === 0 ? undefined : Math.min(...this.#typingUntilMs.values());
  }

  /** @returns what is to be told to everyone in the room, and forgets that it was to be told. */
  flush(roomId: string, nowMs: number): ServerMessage[] {
    for (const [userId, untilMs] of this.#typingUntilMs) {
      if (untilMs <= nowMs) this.typing(userId, false, nowMs);
    }
    const messages: ServerMessage[] = [];
    if (this.#moves.size > 0 || this.#changes.size > 0) {
      const moves = [...this.#moves];
      messages.push({
        type: 'presence',
        roomId,
        joined: moves.flatMap(([, move]) => (move === 'left' ? [] : [move])),
        left: moves.flatMap(([userId, move]) => (move === 'left' ? [userId] : [])),
        changed: [...this.#changes.values()],
      });
    }
    if (this.#typingChanged)
      messages.push({ type: 'typing', roomId, userIds: [...this.#typingUntilMs.keys()] });
    if (this.#reactions.length > 0) messages.push({ type: 'reactions', roomId, items: this.#reactions });
    this.#moves.clear();
    this.#changes.clear();
    this.#reactions = [];
    this.#typingChanged = false;
    return messages;
  }
}

function whatIsOn({ audio, video, screen, hand }: PersonState): Partial<PersonState> {
  return {
    ...(audio && { audio }),
    ...(video && { video }),
    ...(screen && { screen }),
    ...(hand && { hand }),
  };
}

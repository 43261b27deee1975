import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Role } from '../../api/types.ts';
import type { Presence } from '../signaling/protocol.ts';

/** What a person sends to the room, as the media server knows it. */
export interface MediaState {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
}

/**
 * One person in the room. Each fact is a signal of its own, so that somebody's raised hand redraws that hand and neither
 * the list of 500 nor the grid.
 */
export interface RosterPerson {
  readonly userId: string;
  readonly name: string;
  /** Of the picture that stands for the person while no camera does. */
  readonly avatarUrl: string | undefined;
  readonly role: Signal<Role>;
  readonly hand: Signal<boolean>;
  readonly media: Signal<MediaState>;
  readonly speaking: Signal<boolean>;
  /** How loud this viewer hears the person, 0 to 100. */
  readonly volumePercent: Signal<number>;
  lastSpokeMs: number;
}

export interface NewPerson {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly avatarUrl?: string | null;
}

const silent: MediaState = { audio: false, video: false, screen: false };

/** Everybody in the room. What the media server says about somebody who is not known yet is kept for when they are. */
export class Roster {
  readonly #people = new Map<string, RosterPerson>();
  readonly #media = new Map<string, MediaState>();
  readonly #ids = signal<readonly string[]>([]);
  readonly #seating = signal(0);
  readonly #handsUp = signal(0);
  #sharing: readonly string[] = [];

  /** In the order in which they came. */
  get ids(): ReadonlySignal<readonly string[]> {
    return this.#ids;
  }

  /** Changes with everything that the order of the grid and the choice of tracks depend on. */
  get seating(): ReadonlySignal<number> {
    return this.#seating;
  }

  get handsUp(): ReadonlySignal<number> {
    return this.#handsUp;
  }

  /** Who shares a screen, in the order in which they began. Changes with {@link seating}. */
  get sharing(): readonly string[] {
    return this.#sharing;
  }

  get(userId: string): RosterPerson | undefined {
    return this.#people.get(userId);
  }

  /** In the order in which they came. */
  people(): IterableIterator<RosterPerson> {
    return this.#people.values();
  }

  /** Takes the list of the API: whoever is not in it has left without a word. */
  replace(everybody: readonly NewPerson[]): void {
    const ids = new Set(everybody.map(({ userId }) => userId));
    const left = [...this.#people.keys()].filter((userId) => !ids.has(userId));
    this.apply({ joined: everybody, left, changed: [] });
  }

  apply({ joined, left, changed }: Pick<Presence, 'joined' | 'left' | 'changed'>): void {
    batch(() => {
      const before = this.#people.size;
      const removed = left.filter((userId) => this.#people.delete(userId)).length;
      for (const person of joined) this.#add(person);
      for (const { userId, hand, role } of changed) {
        const person = this.#people.get(userId);
        if (person && hand !== undefined) person.hand.value = hand;
        if (person && role !== undefined) person.role.value = role;
      }
      if (removed > 0 || this.#people.size !== before) {
        this.#ids.value = [...this.#people.keys()];
        this.#seating.value += 1;
      }
      this.#handsUp.value = [...this.#people.values()].filter(({ hand }) => hand.peek()).length;
    });
  }

  #add({ userId, name, role, avatarUrl }: NewPerson): void {
    const known = this.#people.get(userId);
    if (known) {
      known.role.value = role;
      return;
    }
    this.#people.set(userId, {
      userId,
      name,
      avatarUrl: avatarUrl ?? undefined,
      role: signal(role),
      hand: signal(false),
      media: signal(this.#media.get(userId) ?? silent),
      speaking: signal(false),
      volumePercent: signal(100),
      lastSpokeMs: 0,
    });
  }

  setMedia(userId: string, media: MediaState): void {
    const before = this.#media.get(userId) ?? silent;
    if (before.audio === media.audio && before.video === media.video && before.screen === media.screen)
      return;
    this.#media.set(userId, media);
    if (before.screen !== media.screen) {
      const others = this.#sharing.filter((id) => id !== userId);
      this.#sharing = media.screen ? [...others, userId] : others;
    }
    batch(() => {
      const person = this.#people.get(userId);
      if (person) person.media.value = media;
      this.#seating.value += 1;
    });
  }

  /** The media server has lost sight of this person. */
  forgetMedia(userId: string): void {
    this.setMedia(userId, silent);
    this.#media.delete(userId);
  }

  /** @param nowMs of the clock that orders who spoke when */
  setSpeakers(userIds: readonly string[], nowMs: number): void {
    const speaking = new Set(userIds);
    batch(() => {
      let changed = false;
      for (const person of this.#people.values()) {
        const speaks = speaking.has(person.userId);
        if (speaks) person.lastSpokeMs = nowMs;
        changed ||= speaks && !person.speaking.peek();
        person.speaking.value = speaks;
      }
      if (changed) this.#seating.value += 1;
    });
  }
}

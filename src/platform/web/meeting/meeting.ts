import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ApiClient } from '../api/client.ts';
import type { JoinAnswer, Page, Room } from '../api/types.ts';
import { type Breakouts, createBreakouts } from './breakouts.ts';
import { followStage } from './media/follow-stage.ts';
import { createMediaRoom, type MediaRoom } from './media/media-room.ts';
import type { Preferences } from './media/preferences.ts';
import { startQualityReports } from './media/report-quality.ts';
import { createMeetingState, type Ending, type MeetingState, type Reaction } from './meeting-state.ts';
import { createModeration, fetchParticipants, type Moderation } from './moderation.ts';
import { shedLoad } from './performance/shed-load.ts';
import type { ChatLine, ClientMessage, MediaKind, ServerMessage } from './signaling/protocol.ts';
import { openSignaling, type Signaling } from './signaling/signaling-client.ts';
import { socketUrl, takeTicket } from './signaling/socket-access.ts';
import { screenSize } from './stage/screen-size.ts';
import { Chat } from './stores/chat.ts';
import { Roster } from './stores/roster.ts';
import { createStageView, type StageView } from './stores/stage-view.ts';
import { type MessageTarget, takeMessage } from './take-message.ts';

export type Seat = Extract<JoinAnswer, { status: 'joined' }>;

export interface MeetingOptions {
  readonly api: ApiClient;
  readonly room: Room;
  readonly seat: Seat;
  readonly preferences: Preferences;
  /** When the user asked to join, on the page's monotonic clock. */
  readonly askedAtMs: number;
  readonly onNotice: (text: string, kind?: 'info' | 'error') => void;
  readonly onEnd: (ending: Ending) => void;
}

/** How long a reaction floats over the stage. */
const reactionMs = 4_000;
/** More at once would cover the faces. */
const mostReactions = 30;

/** One person's presence in one room: media, signaling, and what both have told. It runs until it is closed. */
export class Meeting implements MessageTarget {
  readonly ownId: string;
  readonly room: Room;
  readonly state: MeetingState;
  readonly roster = new Roster();
  readonly load = shedLoad();
  readonly chat: Chat;
  readonly media: MediaRoom;
  readonly stageView: StageView;
  readonly moderation: Moderation;
  readonly breakouts: Breakouts;
  readonly #options: MeetingOptions;
  readonly #signaling: Signaling;
  readonly #quality: ReturnType<typeof startQualityReports>;
  readonly #hand = signal(false);
  readonly #stops: readonly (() => void)[];
  #lastReaction = 0;
  #closed = false;

  constructor(options: MeetingOptions) {
    const { api, room, seat } = options;
    this.#options = options;
    this.room = room;
    this.ownId = seat.participant.userId;
    this.state = createMeetingState(room, seat.participant.role);
    this.roster.apply({ joined: [seat.participant], left: [], changed: [] });
    const { visibleTiles } = seat.media;
    this.stageView = createStageView(this.roster, this.ownId, visibleTiles, screenSize, this.load.limits);
    this.moderation = createModeration(api, room.id);
    this.breakouts = createBreakouts(api, room.parentRoomId ?? room.id);
    this.media = createMediaRoom({
      ...seat.livekit,
      policy: seat.media,
      roster: this.roster,
      ownId: this.ownId,
      preferences: options.preferences,
      onFault: (text) => this.onNotice(text, 'error'),
      onEnd: (reason) => this.onEnd(reason),
    });
    this.chat = new Chat({
      ownId: this.ownId,
      randomId: () => crypto.randomUUID(),
      send: (message) => this.#signaling.send(message),
      fetchLines: async (query) =>
        (await api.get<Page<ChatLine>>(`/rooms/${room.id}/messages`, { query })).items,
    });
    this.#signaling = openSignaling({
      url: socketUrl(),
      takeTicket: () => takeTicket(api),
      greeting: () => this.#greeting(),
      onRefused: (code) => this.onEnd(endings[code] ?? 'lost'),
      onMessage: (message: ServerMessage) => takeMessage(message, this),
    });
    this.#quality = startQualityReports({
      media: this.media,
      askedAtMs: options.askedAtMs,
      send: (figures) => this.#signaling.send({ type: 'quality', ...figures }),
    });
    this.#stops = [...this.#tellDevices(), ...this.#followNetwork(), followStage(this, seat.media)];
  }

  /** Joining again names the last line that is here: those after it are sent by themselves. */
  #greeting(): ClientMessage {
    const { lastSequence } = this.chat;
    return { type: 'join_room', roomId: this.room.id, ...(lastSequence !== undefined && { lastSequence }) };
  }

  get hand(): ReadonlySignal<boolean> {
    return this.#hand;
  }

  get signaling(): Signaling['state'] {
    return this.#signaling.state;
  }

  /** The devices as they are wanted now, for the next room. */
  get preferences(): Preferences {
    return this.media.preferences.peek();
  }

  /** Others learn from the server whether this person can be heard and seen. */
  #tellDevices(): (() => void)[] {
    const { microphone, camera, screen } = this.media.own;
    return [
      effect(() => void this.#signaling.send({ type: 'mute', muted: !microphone.value })),
      effect(() => void this.#signaling.send({ type: 'video', enabled: camera.value })),
      effect(() => void this.#signaling.send({ type: 'screen_share', active: screen.value })),
    ];
  }

  /** A browser knows of a cut line long before a socket does. */
  #followNetwork(): (() => void)[] {
    const reopen = (): void => this.#signaling.reopen();
    return ['online', 'offline'].map((event) => {
      addEventListener(event, reopen);
      return () => removeEventListener(event, reopen);
    });
  }

  /** After a loss the server knows nothing of this person's hand and devices, and people have come and gone. */
  onJoined(): void {
    const { microphone, camera, screen } = this.media.own;
    this.#signaling.send({ type: 'mute', muted: !microphone.peek() });
    this.#signaling.send({ type: 'video', enabled: camera.peek() });
    if (screen.peek()) this.#signaling.send({ type: 'screen_share', active: true });
    if (this.#hand.peek()) this.#signaling.send({ type: 'hand', raised: true });
    this.loadPeople();
  }

  loadPeople(): void {
    fetchParticipants(this.#options.api, this.room.id).then(
      (everybody) => this.roster.replace(everybody),
      (error: Error) => this.onNotice(error.message, 'error'),
    );
  }

  onReaction(userId: string, emoji: string): void {
    this.#lastReaction += 1;
    const reaction: Reaction = {
      id: this.#lastReaction,
      emoji,
      name: this.roster.get(userId)?.name ?? '',
    };
    const { reactions } = this.state;
    reactions.value = [...reactions.peek().slice(1 - mostReactions), reaction];
    setTimeout(() => {
      reactions.value = reactions.peek().filter(({ id }) => id !== reaction.id);
    }, reactionMs);
  }

  stopSending(kind: MediaKind, by: string): void {
    if (kind === 'audio') void this.media.setMicrophone(false);
    else if (kind === 'video') void this.media.setCamera(false);
    else void this.media.setScreen(false);
    this.onNotice(`${by} ${stopWords[kind]}.`);
  }

  onNotice(text: string, kind?: 'info' | 'error'): void {
    this.#options.onNotice(text, kind);
  }

  onEnd(ending: Ending): void {
    if (this.#closed) return;
    this.close();
    this.#options.onEnd(ending);
  }

  /** A tile shows its first picture of somebody else. */
  onFirstFrame(): void {
    this.#quality.firstFrame();
  }

  raiseHand(raised: boolean): void {
    this.#hand.value = raised;
    this.#signaling.send({ type: 'hand', raised });
    this.roster.apply({ joined: [], left: [], changed: [{ userId: this.ownId, hand: raised }] });
  }

  react(emoji: string): void {
    this.#signaling.send({ type: 'reaction', emoji });
  }

  setTyping(active: boolean): void {
    this.#signaling.send({ type: 'typing', active });
  }

  /** Gives the seat back and goes. Throws {@link ApiProblem} when the server could not be told. */
  async leave(): Promise<void> {
    this.close();
    await this.#options.api.post(`/rooms/${this.room.id}/leave`, undefined, { keepalive: true });
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.load.stop();
    this.#quality.stop();
    this.#signaling.close();
    void this.media.close();
  }
}

const stopWords: Readonly<Record<MediaKind, string>> = {
  audio: 'muted your microphone',
  video: 'switched your camera off',
  screen: 'ended your screen share',
};

const endings: Readonly<Record<string, Ending>> = {
  'session-ended': 'session-ended',
  'room-ended': 'ended',
  'room-not-found': 'not-found',
  'removed-from-room': 'banned',
};

import { effect, signal } from '@preact/signals';
import type { ApiClient } from '../api/client.ts';
import type { JoinAnswer, Page, Room } from '../api/types.ts';
import { createBreakouts } from './breakouts.ts';
import { createMediaRoom } from './media/media-room.ts';
import type { Preferences } from './media/preferences.ts';
import { startQualityReports } from './media/report-quality.ts';
import { planSubscriptions } from './media/subscription-plan.ts';
import { createMeetingState, type Ending, type Reaction } from './meeting-state.ts';
import { createModeration, fetchParticipants } from './moderation.ts';
import type { ChatLine } from './signaling/protocol.ts';
import { openSignaling } from './signaling/signaling-client.ts';
import { socketUrl, takeTicket } from './signaling/socket-access.ts';
import { screenSize } from './stage/screen-size.ts';
import { Chat } from './stores/chat.ts';
import { Roster } from './stores/roster.ts';
import { createStageView } from './stores/stage-view.ts';
import { takeMessage } from './take-message.ts';

export interface MeetingOptions {
  readonly api: ApiClient;
  readonly room: Room;
  readonly seat: Extract<JoinAnswer, { status: 'joined' }>;
  readonly preferences: Preferences;
  /** When the user asked to join, on the page's monotonic clock. */
  readonly askedAtMs: number;
  readonly onNotice: (text: string, kind?: 'info' | 'error') => void;
  readonly onEnd: (ending: Ending) => void;
}

export type Meeting = ReturnType<typeof createMeeting>;

/** How long a reaction floats over the stage. */
const reactionMs = 4_000;

/** One person's presence in one room: media, signaling, and what both have said. It runs until `close`. */
export function createMeeting(options: MeetingOptions) {
  const { api, room, seat, onNotice } = options;
  const ownId = seat.participant.userId;
  const state = createMeetingState(room, seat.participant.role);
  const roster = new Roster();
  roster.apply({ joined: [seat.participant], left: [], changed: [] });
  const stageView = createStageView(roster, ownId, seat.media.visibleTiles, screenSize);
  let ended = false;
  const end = (ending: Ending): void => {
    if (ended) return;
    close();
    options.onEnd(ending);
  };

  const media = createMediaRoom({
    ...seat.livekit,
    policy: seat.media,
    roster,
    ownId,
    preferences: options.preferences,
    onFault: (text) => onNotice(text, 'error'),
    onEnd: end,
  });
  const chat = new Chat({
    ownId,
    randomId: () => crypto.randomUUID(),
    send: (message) => signaling.send(message),
    fetchLines: async (query) =>
      (await api.get<Page<ChatLine>>(`/rooms/${room.id}/messages`, { query })).items,
  });
  const hand = signal(false);

  /** After a loss the server knows nothing of this person's hand and devices. */
  const tellOwnState = (): void => {
    if (hand.peek()) signaling.send({ type: 'hand', raised: true });
    signaling.send({ type: 'mute', muted: !media.own.microphone.peek() });
    signaling.send({ type: 'video', enabled: media.own.camera.peek() });
    if (media.own.screen.peek()) signaling.send({ type: 'screen_share', active: true });
  };
  const loadPeople = async (): Promise<void> => {
    roster.replace(await fetchParticipants(api, room.id));
  };
  let lastReaction = 0;
  const react = (userId: string, emoji: string): void => {
    lastReaction += 1;
    const reaction: Reaction = { id: lastReaction, emoji, name: roster.get(userId)?.name ?? '' };
    // More than 30 at once would cover the faces.
    state.reactions.value = [...state.reactions.peek().slice(-29), reaction];
    setTimeout(() => {
      state.reactions.value = state.reactions.peek().filter(({ id }) => id !== reaction.id);
    }, reactionMs);
  };
  const stopSending = (kind: 'audio' | 'video' | 'screen', by: string): void => {
    const [words, stop] = {
      audio: ['muted your microphone', media.setMicrophone],
      video: ['switched your camera off', media.setCamera],
      screen: ['ended your screen share', media.setScreen],
    }[kind] as [string, (on: boolean) => Promise<boolean>];
    void stop(false);
    onNotice(`${by} ${words}.`);
  };
  const signaling = openSignaling({
    url: socketUrl(),
    takeTicket: () => takeTicket(api),
    greeting: () => ({ type: 'join_room', roomId: room.id, lastSequence: chat.lastSequence }),
    onRefused: (code) => end(endingOf(code)),
    onMessage: (message) =>
      takeMessage(message, {
        state,
        roster,
        chat,
        ownId,
        stopSending,
        onReaction: react,
        onNotice,
        onEnd: end,
        onJoined: () => {
          tellOwnState();
          loadPeople().catch((error: Error) => onNotice(error.message, 'error'));
        },
      }),
  });

  const hidden = signal(document.hidden);
  const quality = startQualityReports({
    media,
    askedAtMs: options.askedAtMs,
    send: (figures) => signaling.send({ type: 'quality', ...figures }),
  });
  const stops = [
    quality.stop,
    effect(() => void signaling.send({ type: 'mute', muted: !media.own.microphone.value })),
    effect(() => void signaling.send({ type: 'video', enabled: media.own.camera.value })),
    effect(() => void signaling.send({ type: 'screen_share', active: media.own.screen.value })),
    effect(() => {
      roster.seating.value;
      const people = [...roster.people()];
      const plan = planSubscriptions({
        stage: stageView.stage.value,
        // In a small room the sound of those who are muted stays ready: their first word is heard whole.
        audible: people
          .filter(({ media: sent }) => seat.media.autoSubscribe || sent.peek().audio || sent.peek().screen)
          .map(({ userId }) => userId),
        cameras: new Set(people.filter(({ media: sent }) => sent.peek().video).map(({ userId }) => userId)),
        ownId,
        lastN: seat.media.lastN,
        hidden: hidden.value,
      });
      media.received.apply(plan);
    }),
    listen(document, 'visibilitychange', () => {
      hidden.value = document.hidden;
    }),
    listen(globalThis, 'online', () => signaling.reopen()),
    listen(globalThis, 'offline', () => signaling.reopen()),
  ];

  function close(): void {
    ended = true;
    for (const stop of stops) stop();
    signaling.close();
    void media.close();
  }

  return {
    ownId,
    room,
    policy: seat.media,
    state,
    roster,
    chat,
    media,
    hand,
    stageView,
    signaling: signaling.state,
    firstFrame: quality.firstFrame,
    moderation: createModeration(api, room.id),
    breakouts: createBreakouts(api, room.parentRoomId ?? room.id),
    raiseHand(raised: boolean): void {
      hand.value = raised;
      signaling.send({ type: 'hand', raised });
      roster.apply({ joined: [], left: [], changed: [{ userId: ownId, hand: raised }] });
    },
    /** The devices as they are now, for the next room. */
    currentPreferences: (): Preferences => ({
      ...media.preferences.peek(),
      microphoneOn: media.own.microphone.peek(),
      cameraOn: media.own.camera.peek(),
    }),
    react: (emoji: string) => signaling.send({ type: 'reaction', emoji }),
    setTyping: (active: boolean) => signaling.send({ type: 'typing', active }),
    /** Gives the seat back and goes. */
    async leave(): Promise<void> {
      close();
      await api.post(`/rooms/${room.id}/leave`, undefined, { keepalive: true });
    },
    close,
  };
}

const endings: Readonly<Record<string, Ending>> = {
  'session-ended': 'session-ended',
  'room-ended': 'ended',
  'room-not-found': 'not-found',
  'removed-from-room': 'banned',
};
const endingOf = (code: string): Ending => endings[code] ?? 'lost';

function listen(target: EventTarget, event: string, act: () => void): () => void {
  target.addEventListener(event, act);
  return () => target.removeEventListener(event, act);
}

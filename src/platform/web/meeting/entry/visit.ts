import { batch, signal } from '@preact/signals';
import type { ApiClient } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { JoinAnswer, Room } from '../../api/types.ts';
import type { Preferences } from '../media/preferences.ts';
import type { Meeting, Seat } from '../meeting.ts';
import { type Ending, isModerator } from '../meeting-state.ts';
import { openSignaling, type Signaling } from '../signaling/signaling-client.ts';
import { socketUrl, takeTicket } from '../signaling/socket-access.ts';

/** Where somebody stands between the link to a room and its end. */
export type Phase =
  | { readonly name: 'loading' }
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'pre-join'; readonly room: Room }
  | { readonly name: 'joining'; readonly room: Room }
  | { readonly name: 'waiting'; readonly room: Room }
  | { readonly name: 'meeting'; readonly room: Room; readonly meeting: Meeting }
  | { readonly name: 'over'; readonly room: Room | undefined; readonly ending: Ending };

export type Visit = ReturnType<typeof createVisit>;

/** Refusals that are the end of the visit, until somebody changes something about the room. */
const endings: Readonly<Record<string, Ending>> = {
  'room-full': 'full',
  'room-ended': 'ended',
  'room-locked': 'locked',
  'removed-from-room': 'banned',
  'entry-denied': 'denied',
  'room-not-found': 'not-found',
};

/** The libraries of media are large: they are fetched while people look at themselves before joining. */
const loadMeeting = () => import('../meeting.ts');
/** Where the media server was last time; it is likely there again, and its address is known only after joining. */
const mediaUrlKey = 'gomeet.media-url';

async function warmUpMedia(): Promise<void> {
  const { warmUp } = await import('../media/media-room.ts');
  const url = localStorage.getItem(mediaUrlKey);
  if (url !== null) await warmUp(url);
}

/** One person's way into a room, through it, and out of it. */
export function createVisit(api: ApiClient, onNotice: (text: string, kind?: 'info' | 'error') => void) {
  const phase = signal<Phase>({ name: 'loading' });
  const passwordError = signal<string | undefined>(undefined);
  let waiting: Signaling | undefined;
  let preferences: Preferences | undefined;

  const over = (ending: Ending, room?: Room): void => {
    phase.value = { name: 'over', ending, room };
  };

  async function load(roomId: string): Promise<Room | undefined> {
    try {
      return await api.get<Room>(`/rooms/${roomId}`);
    } catch (error) {
      const ending = error instanceof ApiProblem ? endings[error.code] : undefined;
      if (ending) over(ending);
      else phase.value = { name: 'failed', error };
      return undefined;
    }
  }

  /** Shows the way in. */
  async function arrive(roomId: string): Promise<void> {
    phase.value = { name: 'loading' };
    void warmUpMedia();
    const room = await load(roomId);
    if (!room) return;
    if (room.status !== 'active') over('ended', room);
    else phase.value = { name: 'pre-join', room };
  }

  async function join(room: Room, wanted: Preferences, password?: string): Promise<void> {
    const askedAtMs = performance.now();
    preferences = wanted;
    batch(() => {
      passwordError.value = undefined;
      phase.value = { name: 'joining', room };
    });
    try {
      const seat = await api.post<JoinAnswer>(`/rooms/${room.id}/join`, password ? { password } : {});
      if (seat.status === 'waiting') wait(room, password);
      else await begin(room, seat, askedAtMs);
    } catch (error) {
      refuse(room, error);
    }
  }

  function refuse(room: Room, error: unknown): void {
    const ending = error instanceof ApiProblem ? endings[error.code] : undefined;
    if (ending) {
      over(ending, room);
      return;
    }
    phase.value = { name: 'pre-join', room };
    const message = (error as Error).message;
    if (error instanceof ApiProblem && error.code === 'wrong-room-password') passwordError.value = message;
    else onNotice(message, 'error');
  }

  /** Stands before the door until a moderator opens it or sends this person away. */
  function wait(room: Room, password?: string): void {
    phase.value = { name: 'waiting', room };
    waiting?.close();
    waiting = openSignaling({
      url: socketUrl(),
      takeTicket: () => takeTicket(api),
      greeting: () => ({ type: 'wait_room', roomId: room.id }),
      onRefused: () => over('lost', room),
      onMessage: (message) => {
        if (message.type === 'admitted') {
          stopWaiting();
          if (preferences) void join(room, preferences, password);
        } else if (message.type === 'denied' || message.type === 'room_ended') {
          stopWaiting();
          over(message.type === 'denied' ? 'denied' : 'ended', room);
        }
      },
    });
  }

  function stopWaiting(): void {
    waiting?.close();
    waiting = undefined;
  }

  async function begin(room: Room, seat: Seat, askedAtMs: number) {
    const { Meeting } = await loadMeeting();
    const wanted = preferences;
    if (!wanted) return;
    // Whoever leads the meeting is not silenced by its size.
    const exempt = isModerator(seat.participant.role);
    const meeting = new Meeting({
      api,
      room,
      seat,
      askedAtMs,
      onNotice,
      preferences: {
        ...wanted,
        microphoneOn: wanted.microphoneOn && (exempt || !seat.media.joinMuted),
        cameraOn: wanted.cameraOn && (exempt || !seat.media.joinCameraOff),
      },
      onEnd: (ending) => {
        if (ending === 'ended' && room.parentRoomId !== null) void move(room.parentRoomId);
        else over(ending, room);
      },
    });
    localStorage.setItem(mediaUrlKey, seat.livekit.url);
    phase.value = { name: 'meeting', room, meeting };
    if (!exempt && seat.media.joinMuted && wanted.microphoneOn)
      onNotice('Many people are here, so you join muted. Press M to speak.');
    await meeting.media.connect();
  }

  /** Gives the seat back; what the server says to that changes nothing for whoever goes. */
  async function leave(): Promise<void> {
    stopWaiting();
    const now = phase.peek();
    if (now.name !== 'meeting') return;
    over('left', now.room);
    await now.meeting.leave().catch(() => undefined);
  }

  /** Into a breakout room or back, without the way in: who may be in the one was let into the other. */
  async function move(roomId: string): Promise<void> {
    const now = phase.peek();
    const used = now.name === 'meeting' ? now.meeting.preferences : preferences;
    if (now.name === 'meeting') await now.meeting.leave().catch(() => undefined);
    phase.value = { name: 'loading' };
    const room = await load(roomId);
    if (room && used) await join(room, used);
  }

  return {
    phase,
    passwordError,
    arrive,
    join,
    leave,
    move,
    /** The page goes away. */
    dispose(): void {
      stopWaiting();
      const now = phase.peek();
      if (now.name === 'meeting') void now.meeting.leave().catch(() => undefined);
    },
  };
}

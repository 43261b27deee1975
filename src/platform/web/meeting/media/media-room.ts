import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { ConnectionState, DisconnectReason, Room, RoomEvent, Track } from 'livekit-client';
import type { MediaPolicy } from '../../api/types.ts';
import type { Roster } from '../stores/roster.ts';
import { type Device, deviceFault } from './device-error.ts';
import { type Preferences, soundConstraints } from './preferences.ts';
import { readStatistics } from './read-statistics.ts';
import { ReceivedTracks } from './received-tracks.ts';
import { type Picture, receivedPicture, sentPicture } from './resolution.ts';

export interface MediaRoomOptions {
  readonly url: string;
  readonly token: string;
  readonly policy: MediaPolicy;
  readonly roster: Roster;
  readonly ownId: string;
  readonly preferences: Preferences;
  /** A device failed, in words for the user. */
  readonly onFault: (text: string) => void;
  /** Media ended for good, by no act of this user. */
  readonly onEnd: (reason: 'removed' | 'ended' | 'elsewhere' | 'lost') => void;
}

export type MediaConnection = 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'closed';

export type MediaRoom = ReturnType<typeof createMediaRoom>;

/** Media of one meeting: own devices out, the tracks of the plan in. Made at once, connected by `connect`. */
export function createMediaRoom(options: MediaRoomOptions) {
  const { policy, roster, ownId } = options;
  const preferences = signal(options.preferences);
  const room = new Room({
    adaptiveStream: policy.adaptiveStream,
    dynacast: policy.dynacast,
    // Over one connection, LiveKit up to 1.13.7 asks for media sections again and again once a picture was asked for and given up
    // within one negotiation, as while a room fills (livekit/livekit#4892): 160 sections and 750 KB of SDP after half a minute.
    singlePeerConnection: false,
    publishDefaults: { simulcast: policy.simulcast },
  });
  const state = signal<MediaConnection>('connecting');
  const canHear = signal(true);
  const own = { microphone: signal(false), camera: signal(false), screen: signal(false) };
  const received = new ReceivedTracks(room, roster);

  const readOwn = (): void =>
    batch(() => {
      const { isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled } = room.localParticipant;
      own.microphone.value = isMicrophoneEnabled;
      own.camera.value = isCameraEnabled;
      own.screen.value = isScreenShareEnabled;
    });
  room
    .on(RoomEvent.LocalTrackPublished, readOwn)
    .on(RoomEvent.LocalTrackUnpublished, readOwn)
    .on(RoomEvent.TrackMuted, readOwn)
    .on(RoomEvent.TrackUnmuted, readOwn)
    .on(RoomEvent.ActiveSpeakersChanged, (speakers) =>
      roster.setSpeakers(
        speakers.map(({ identity }) => identity),
        performance.now(),
      ),
    )
    .on(RoomEvent.AudioPlaybackStatusChanged, () => {
      canHear.value = room.canPlaybackAudio;
    })
    .on(RoomEvent.ConnectionStateChanged, (now) => {
      if (now === ConnectionState.Connected) state.value = 'connected';
      if (now === ConnectionState.Reconnecting || now === ConnectionState.SignalReconnecting)
        state.value = 'reconnecting';
    })
    .on(RoomEvent.Disconnected, (reason) => {
      // Before it was connected, and after it was closed, whoever asked for that knows.
      if (state.peek() !== 'connected' && state.peek() !== 'reconnecting') return;
      state.value = 'closed';
      options.onEnd(endOf(reason));
    });

  let bound: Picture | undefined;
  const boundReceived = (): void =>
    received.setLargest(receivedPicture(preferences.peek().resolution, bound));

  /** Switches a device and tells the user when it does not work. @returns whether it did */
  async function using(device: Device, act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      options.onFault(deviceFault(device, (error as Error).name));
      return false;
    } finally {
      readOwn();
    }
  }

  const picture = () => sentPicture(preferences.peek().resolution, policy.maxResolution);
  /** What the user wants is kept beside what is so: a device may not have started yet when the next room needs to know. */
  const want = (wish: Partial<Pick<Preferences, 'microphoneOn' | 'cameraOn'>>): void => {
    preferences.value = { ...preferences.peek(), ...wish };
  };
  const setMicrophone = (on: boolean) => {
    want({ microphoneOn: on });
    return using('microphone', () =>
      room.localParticipant.setMicrophoneEnabled(on, soundConstraints(preferences.peek())),
    );
  };
  const setCamera = (on: boolean) => {
    want({ cameraOn: on });
    const { cameraId } = preferences.peek();
    return using('camera', () =>
      room.localParticipant.setCameraEnabled(on, {
        resolution: picture(),
        ...(cameraId !== '' && { deviceId: { exact: cameraId } }),
      }),
    );
  };
  const setScreen = (on: boolean) =>
    using('screen', () =>
      room.localParticipant.setScreenShareEnabled(on, { audio: true, contentHint: 'detail' }),
    );

  /** A track keeps the settings that it was made with, so a running one is made anew. */
  async function remake(source: Track.Source, again: (on: boolean) => Promise<unknown>): Promise<void> {
    const publication = room.localParticipant.getTrackPublication(source);
    if (!publication?.track) return;
    const wasOn = !publication.isMuted;
    await room.localParticipant.unpublishTrack(publication.track);
    if (wasOn) await again(true);
  }

  return {
    state: state as ReadonlySignal<MediaConnection>,
    canHear: canHear as ReadonlySignal<boolean>,
    own: own as { readonly [device in Device]: ReadonlySignal<boolean> },
    preferences: preferences as ReadonlySignal<Preferences>,
    received,
    setMicrophone,
    setCamera,
    setScreen,
    /** Enters the room and starts the devices that are wanted. It may be tried again when it has failed. */
    async connect(): Promise<void> {
      state.value = 'connecting';
      try {
        await room.connect(options.url, options.token, { autoSubscribe: policy.autoSubscribe });
      } catch {
        if (state.peek() === 'connecting') state.value = 'failed';
        return;
      }
      canHear.value = room.canPlaybackAudio;
      const { speakerId, microphoneOn, cameraOn } = preferences.peek();
      boundReceived();
      if (speakerId !== '') await room.switchActiveDevice('audiooutput', speakerId).catch(() => undefined);
      if (!room.localParticipant.permissions?.canPublish) return;
      if (microphoneOn) await setMicrophone(true);
      if (cameraOn) await setCamera(true);
    },
    /** Receives no larger pictures than this, whatever the user chose; undefined lifts the bound. */
    boundPictures(largest: Picture | undefined): void {
      if (largest === bound) return;
      bound = largest;
      boundReceived();
    },
    /** Browsers play sound only after a click on the page. */
    hear: () => room.startAudio(),
    async change(next: Preferences): Promise<void> {
      const before = preferences.peek();
      preferences.value = next;
      const differs = (...keys: (keyof Preferences)[]) => keys.some((key) => before[key] !== next[key]);
      if (differs('speakerId')) await room.switchActiveDevice('audiooutput', next.speakerId || 'default');
      if (differs('microphoneId', 'echoCancellation', 'noiseSuppression', 'autoGainControl'))
        await remake(Track.Source.Microphone, setMicrophone);
      if (differs('cameraId', 'resolution')) await remake(Track.Source.Camera, setCamera);
      if (differs('resolution')) boundReceived();
    },
    readStatistics: () => readStatistics(room),
    async close(): Promise<void> {
      state.value = 'closed';
      roster.forgetMedia(ownId);
      await room.disconnect();
    },
  };
}

function endOf(reason: DisconnectReason | undefined): 'removed' | 'ended' | 'elsewhere' | 'lost' {
  switch (reason) {
    case DisconnectReason.PARTICIPANT_REMOVED:
      return 'removed';
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return 'ended';
    case DisconnectReason.DUPLICATE_IDENTITY:
      return 'elsewhere';
    default:
      return 'lost';
  }
}

/** Opens DNS and TLS towards the media server before its token is there. */
export const warmUp = (url: string): Promise<void> => new Room().prepareConnection(url);

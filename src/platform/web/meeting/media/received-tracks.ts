import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type Participant,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
  RoomEvent,
  Track,
  type TrackPublication,
  type VideoTrack,
} from 'livekit-client';
import { type TileRef, tileKey } from '../layout/arrange-stage.ts';
import type { Roster } from '../stores/roster.ts';
import type { Picture } from './resolution.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';

/** livekit-client has no way to take a bound back. */
const largerThanAnyCamera = { width: 4096, height: 2304 };

/** The tracks of a room on this side: which are received, the pictures for the tiles, the sound for the ears. */
export class ReceivedTracks {
  readonly #room: Room;
  readonly #roster: Roster;
  readonly #pictures = new Map<string, Signal<VideoTrack | undefined>>();
  #plan: SubscriptionPlan | undefined;
  #largest: Picture | undefined;

  constructor(room: Room, roster: Roster) {
    this.#room = room;
    this.#roster = roster;
    room
      // What was there before is not told track by track: only this says that it is all known.
      .on(RoomEvent.Connected, () => {
        for (const participant of room.remoteParticipants.values()) this.#tell(participant);
      })
      .on(RoomEvent.TrackPublished, (publication, participant) => {
        this.#tell(participant);
        this.#ask(publication, participant);
      })
      .on(RoomEvent.TrackSubscribed, (track, publication, participant) =>
        this.#take(track, publication, participant),
      )
      .on(RoomEvent.TrackUnsubscribed, (track, publication, participant) => {
        track.detach();
        this.#show(publication, participant, undefined);
      })
      .on(RoomEvent.LocalTrackPublished, (publication, participant) => {
        this.#show(publication, participant, publication.videoTrack);
        this.#tell(participant);
      })
      .on(RoomEvent.LocalTrackUnpublished, (publication, participant) => {
        this.#show(publication, participant, undefined);
        this.#tell(participant);
      })
      .on(RoomEvent.TrackUnpublished, (_publication, participant) => this.#tell(participant))
      .on(RoomEvent.TrackMuted, (_publication, participant) => this.#tell(participant))
      .on(RoomEvent.TrackUnmuted, (_publication, participant) => this.#tell(participant))
      .on(RoomEvent.ParticipantConnected, (participant) => this.#tell(participant))
      .on(RoomEvent.ParticipantDisconnected, ({ identity }) => roster.forgetMedia(identity));
  }

  /** The picture of a tile as soon as it comes in; undefined while there is none. */
  picture(tile: TileRef): ReadonlySignal<VideoTrack | undefined> {
    return this.#pictureOf(tileKey(tile));
  }

  #pictureOf(key: string): Signal<VideoTrack | undefined> {
    const known = this.#pictures.get(key) ?? signal<VideoTrack | undefined>(undefined);
    this.#pictures.set(key, known);
    return known;
  }

  /** Receives what the plan names and nothing else, now and for tracks still to come. */
  apply(plan: SubscriptionPlan): void {
    this.#plan = plan;
    for (const participant of this.#room.remoteParticipants.values())
      for (const publication of participant.trackPublications.values())
        this.#ask(publication as RemoteTrackPublication, participant);
  }

  #ask(publication: RemoteTrackPublication, { identity }: RemoteParticipant): void {
    if (!this.#plan) return;
    const wanted = {
      [Track.Source.Camera]: this.#plan.cameras,
      [Track.Source.ScreenShare]: this.#plan.screens,
      [Track.Source.Microphone]: this.#plan.audio,
      [Track.Source.ScreenShareAudio]: this.#plan.audio,
      [Track.Source.Unknown]: undefined,
    }[publication.source]?.has(identity);
    if (publication.isDesired !== (wanted ?? false)) publication.setSubscribed(wanted ?? false);
  }

  #take(track: RemoteTrack, publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    this.#tell(participant);
    if (track.kind === Track.Kind.Audio) {
      track.attach();
      // A participant who came back is a new one to livekit-client, without the volume that was set for the old.
      this.setVolume(
        participant.identity,
        this.#roster.get(participant.identity)?.volumePercent.peek() ?? 100,
      );
      return;
    }
    if (this.#largest) this.#bound(publication, this.#largest);
    this.#show(publication, participant, publication.videoTrack);
  }

  #show(publication: TrackPublication, participant: Participant, track: VideoTrack | undefined): void {
    if (publication.kind !== Track.Kind.Video) return;
    const source = publication.source === Track.Source.ScreenShare ? 'screen' : 'camera';
    this.#pictureOf(tileKey({ userId: participant.identity, source })).value = track;
  }

  /** Tells the roster what this person sends. */
  #tell(participant: Participant): void {
    const on = (source: Track.Source): boolean => {
      const publication = participant.getTrackPublication(source);
      return publication !== undefined && !publication.isMuted;
    };
    this.#roster.setMedia(participant.identity, {
      audio: on(Track.Source.Microphone),
      video: on(Track.Source.Camera),
      screen: on(Track.Source.ScreenShare),
    });
  }

  setVolume(userId: string, percent: number): void {
    const participant = this.#room.remoteParticipants.get(userId);
    for (const source of [Track.Source.Microphone, Track.Source.ScreenShareAudio] as const)
      participant?.setVolume(percent / 100, source);
  }

  /** Bounds what is received, beside the bound that the size of the tile sets; undefined takes the bound away. */
  setLargest(picture: Picture | undefined): void {
    this.#largest = picture;
    for (const participant of this.#room.remoteParticipants.values())
      for (const publication of participant.videoTrackPublications.values())
        if (publication.isSubscribed)
          this.#bound(publication as RemoteTrackPublication, picture ?? largerThanAnyCamera);
  }

  #bound(publication: RemoteTrackPublication, { width, height }: Track.Dimensions): void {
    if (publication.source === Track.Source.Camera) publication.setVideoDimensions({ width, height });
  }
}

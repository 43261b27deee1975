import {
  LocalVideoTrack,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  Track,
} from 'livekit-client';
import { ApiClient, type Credentials } from './api-client.ts';
import { framesPerSecond, startCodedPicture } from './coded-picture.ts';
import type { JoinRequest, ProbeFunctions, ProbeNews, Snapshot } from './probe-report.ts';
import { readReceivedAudio, readReceivedVideo, readSentVideo } from './read-counters.ts';
import { type Reading, readPicture } from './read-picture.ts';

/** A participant as a real browser is one. gomeet drives it through `gomeetProbe` and reads what it measured. */
const api = new ApiClient();
const room = new Room({ adaptiveStream: false, dynacast: false });
const reading: Reading = { frames: [], unreadable: 0 };
const now = (): number => performance.timeOrigin + performance.now();

interface Received {
  readonly track: RemoteTrack;
  readonly from: string;
  readonly isCoded: boolean;
}
const received = new Map<string, Received>();
let camera: LocalVideoTrack | undefined;
let credentials: Credentials | undefined;
let ownRoomId: string | undefined;
let browsers: ReadonlySet<string> = new Set();
let firstFrameAt: number | null = null;
let disconnected: string | null = null;

/** The tile in which others' cameras are shown: the smallest layer, for the coded picture is what this is about. */
const tile = { width: 320, height: 180 };

function show(
  track: RemoteTrack,
  publication: RemoteTrackPublication,
  { identity }: RemoteParticipant,
): void {
  const isCoded = track.kind === Track.Kind.Video && browsers.has(identity);
  received.set(publication.trackSid, { track, from: identity, isCoded });
  const element = track.attach();
  document.body.append(element);
  if (!(element instanceof HTMLVideoElement)) return;
  if (!isCoded) publication.setVideoDimensions(tile);
  element.requestVideoFrameCallback((_now, { expectedDisplayTime }) => {
    firstFrameAt ??= performance.timeOrigin + expectedDisplayTime;
  });
  if (isCoded) readPicture(element, reading);
}

room.on(RoomEvent.TrackSubscribed, show);
room.on(RoomEvent.TrackUnsubscribed, (track, { trackSid }) => {
  received.delete(trackSid);
  for (const element of track.detach()) element.remove();
});
room.on(RoomEvent.Disconnected, (reason) => {
  disconnected = `disconnected (reason ${reason ?? 'unknown'})`;
});

async function join(request: JoinRequest): Promise<{ connectedAt: number }> {
  browsers = new Set(request.browsers);
  const { livekit } = await api.joinRoom(request.roomId);
  await room.connect(livekit.url, livekit.token);
  const connectedAt = now();
  // The light participants know the media of their own publishers only, frame by frame: they are spared the browsers'.
  room.localParticipant.setTrackSubscriptionPermissions(
    false,
    request.browsers.map((participantIdentity) => ({ participantIdentity, allowAll: true })),
  );
  camera = new LocalVideoTrack(startCodedPicture(now));
  await room.localParticipant.publishTrack(camera, {
    source: Track.Source.Camera,
    simulcast: false,
    videoCodec: 'vp8',
    videoEncoding: { maxBitrate: 800_000, maxFramerate: framesPerSecond },
  });
  await room.localParticipant.setMicrophoneEnabled(true);
  return { connectedAt };
}

async function snapshot(): Promise<Snapshot> {
  const all = [...received.values()];
  const isVideo = ({ track }: Received): boolean => track.kind === Track.Kind.Video;
  const videos = await Promise.all(
    all.filter(isVideo).map(({ track, from, isCoded }) => readReceivedVideo(track, { from, isCoded })),
  );
  const audios = all.filter((each) => !isVideo(each)).map(({ track }) => track);
  const sent = camera === undefined ? undefined : await readSentVideo(camera);
  return {
    at: now(),
    received: videos.map(({ counters }) => counters),
    audio: await readReceivedAudio(audios),
    sent: sent?.counters ?? null,
    roundTrips: videos[0]?.roundTrips ?? sent?.roundTrips ?? { seconds: 0, count: 0 },
    unreadable: reading.unreadable,
  };
}

async function news(): Promise<ProbeNews> {
  const taken = await snapshot();
  return { frames: reading.frames.splice(0), snapshot: taken, firstFrameAt, disconnected };
}

const functions: ProbeFunctions = {
  async signIn(given) {
    credentials = given;
    return { userId: await api.signIn(given) };
  },
  async openRoom(wanted) {
    const { id } = await api.openRoom(wanted);
    ownRoomId = id;
    return { roomId: id };
  },
  join,
  news,
  now: async () => now(),
  async leave() {
    await room.disconnect();
    if (ownRoomId === undefined || credentials === undefined) return;
    // Anew, because an access token lives 15 minutes.
    await api.signIn(credentials);
    await api.endRoom(ownRoomId);
  },
};

Object.assign(globalThis, { gomeetProbe: functions });

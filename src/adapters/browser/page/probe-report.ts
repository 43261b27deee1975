/** What the page tells gomeet. Times are Unix milliseconds of the page's own clock unless the name says another unit. */

/** One frame of another browser's coded picture, as it was shown here. */
export interface FrameSample {
  readonly shownAt: number;
  /** From the painting of the picture to its showing. */
  readonly glassUs: number;
  /** From the painting to the arrival of the frame's last packet; null where the browser does not tell it. */
  readonly arrivalUs: number | null;
}

/** Counters of one video track that is received. They only ever grow. */
export interface ReceivedVideo {
  /** Name of the participant who sends it. */
  readonly from: string;
  /** Whether it is another browser's picture with the time code. */
  readonly isCoded: boolean;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly decodeSeconds: number;
  readonly jitterBufferSeconds: number;
  readonly jitterBufferFrames: number;
  /** From the first packet of a frame to its last; the jitter buffer's time counts from the first. */
  readonly assemblySeconds: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
}

/** Counters of the own camera, which is the coded picture. */
export interface SentVideo {
  readonly framesEncoded: number;
  readonly encodeSeconds: number;
  readonly packetsSent: number;
  /** In the queue between encoder and network. */
  readonly sendDelaySeconds: number;
  /** How long the browser has sent less than it was asked for, because the CPU did not suffice. */
  readonly limitedByCpuSeconds: number;
}

export interface ReceivedAudio {
  readonly packetsReceived: number;
  readonly packetsLost: number;
}

/** All counters at one moment. */
export interface Snapshot {
  readonly at: number;
  readonly received: readonly ReceivedVideo[];
  readonly audio: ReceivedAudio;
  readonly sent: SentVideo | null;
  /** Answers to connectivity checks by the media server, and how long they took all together. */
  readonly roundTrips: { readonly seconds: number; readonly count: number };
  /** Coded pictures whose checksum did not fit. */
  readonly unreadable: number;
}

/** What has come since the last time. */
export interface ProbeNews {
  readonly frames: readonly FrameSample[];
  readonly snapshot: Snapshot;
  /** When the first frame of anybody was shown; null until then. */
  readonly firstFrameAt: number | null;
  /** Why the connection ended, if it did. */
  readonly disconnected: string | null;
}

export interface JoinRequest {
  readonly roomId: string;
  /** User ids of the browsers: they alone are to receive one another's coded pictures. */
  readonly browsers: readonly string[];
}

/** The functions that the page offers to gomeet, as `gomeetProbe`. */
export interface ProbeFunctions {
  signIn(credentials: { email: string; password: string }): Promise<{ userId: string }>;
  openRoom(room: { name: string; maxUsers: number }): Promise<{ roomId: string }>;
  /** Takes a seat, connects and publishes; resolves with the moment at which the media connection was up. */
  join(request: JoinRequest): Promise<{ connectedAt: number }>;
  news(): Promise<ProbeNews>;
  now(): Promise<number>;
  /** Leaves the room; ends it too where this browser opened it. */
  leave(): Promise<void>;
}

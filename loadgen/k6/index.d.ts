/**
 * Drives rooms full of light WebRTC participants from one k6 virtual user.
 *
 * Every method blocks the virtual user until its phase is over and throws an Error when the phase failed or k6 was
 * told to stop. Failures of single participants are counted, not thrown.
 */
declare module 'k6/x/gomeet' {
  /** What the rooms do, all of them the same: the document `gomeet.room-plan/v1`. */
  export interface RoomPlan {
    schema: 'gomeet.room-plan/v1';
    /** Address of the signaling API, http:// or https://. */
    apiUrl: string;
    /** Without an id the first participant of a room opens it, and ends it at last. */
    room: { name: string; id: string | null };
    /** How many rooms there are side by side, 1 when left out. */
    rooms?: number;
    /** Number of the first room, from 1: rooms are then named by their numbers. Left out where there is only one. */
    firstRoom?: number;
    /** Unix milliseconds at which all processes of a load begin; at once when left out. */
    startAt?: number;
    /** Participant i of all signs in as `emailPattern` with the number `first + i`, such as load-%05d@load.gomeet.test. */
    accounts: { emailPattern: string; first: number; password: string };
    /** People in each room. */
    participants: number;
    /** The first so many participants of each room have a camera. */
    publishers: number;
    /** The first so many publishers have a microphone too. */
    microphones: number;
    /** The k-th camera that a participant sees gets the k-th tile; sizes in pixels. */
    layout: { name: string; tiles: { width: number; height: number }[] };
    /** The first so many participants of each room send data messages to one another, at that rate each; 0 when left out. */
    dataUsers?: number;
    dataMessagesPerSecond?: number;
    /** Rates are over all rooms. */
    signInRatePerSecond: number;
    joinRatePerSecond: number;
    settleSeconds: number;
    holdSeconds: number;
    /** Who comes and goes in turnover() and storm(); everyone stays when left out. */
    churn?: {
      /** People who leave in good order, each second, for so many seconds; each joins late after the time away. */
      turnoverPerSecond: number;
      turnoverSeconds: number;
      awaySeconds: number;
      /** Share, 0 to 1, of those without a camera that is lost at once, and the time within which all come back. */
      vanishShare: number;
      returnSeconds: number;
      /** They lose every socket and join anew, or lose LiveKit's signalling alone and resume; rejoin when left out. */
      reconnect?: 'rejoin' | 'resume';
    } | null;
    /** People who stay while the platform is broken: they leave when the file is there. */
    endure?: { untilFile: string; maxSeconds: number } | null;
    /** Participant i talks from the address `first + i` in 127.0.0.0/8; null lets the kernel choose. */
    sourceAddresses: { first: string } | null;
    /** Holds the clips that setup made. */
    clipsDirectory: string;
    /** Share of participants, 0 to 1, that decrypt all they receive and check every frame. */
    decryptedShare: number;
    /** Existing directory; gets loadgen.ndjson while the room runs and loadgen.json at its end. */
    outputDirectory: string;
  }

  /** What to check in a script; loadgen.json has everything. Packets are those of the hold. */
  export interface RoomSummary {
    /** The room was not held and left to the end. */
    partial: boolean;
    participantsRequested: number;
    participantsJoined: number;
    /** Participants that received at least 99 % of every track they asked for. */
    participantsReceiving: number;
    tracksExpected: number;
    tracksReceived: number;
    packetsReceived: number;
    packetsLost: number;
  }

  /**
   * One room on its journey, or several side by side. Besides its files it gives k6 the metrics gomeet_joins, gomeet_join_duration,
   * gomeet_first_frame, gomeet_participants, gomeet_packets_received, gomeet_packets_lost, gomeet_receive_mbps,
   * gomeet_video_latency_p95 and gomeet_generator_cpu_percent.
   */
  export class Meeting {
    /**
     * Reads clips and opens the output; sends nothing yet. Only in the default function.
     * @throws when the plan, the clips, the output or the limit of open files do not allow the run.
     */
    constructor(plan: RoomPlan);
    /** Signs every participant in at `signInRatePerSecond`. @throws when nobody could. */
    signIn(): void;
    /** Brings everyone in at `joinRatePerSecond`, publishers first. @throws when nobody could join. */
    join(): void;
    /** Waits `settleSeconds`, then notes when each participant saw its first frame. */
    settle(): void;
    /** Lets people leave and join late at `churn.turnoverPerSecond`, and measures those who stay. */
    turnover(): void;
    /** Cuts `churn.vanishShare` of the people off without goodbye, brings them back, and measures those who stay. */
    storm(): void;
    /** Waits `settleSeconds` for those who came back. */
    recover(): void;
    /** Stays until the plan's file is there; who loses the room comes back by itself, and every time without media is told. */
    endure(): void;
    /** Measures for `holdSeconds`. @throws when every participant lost the room. */
    hold(): void;
    /** Says goodbye for everyone, to the API and to LiveKit, and ends the rooms that were opened. */
    leave(): void;
    /** Closes what is open and writes loadgen.json; also after an error. */
    close(): RoomSummary;
  }

  /** What a crowd of WebSockets does: the document `gomeet.crowd-plan/v1`. */
  export interface CrowdPlan {
    schema: 'gomeet.crowd-plan/v1';
    /** Address of the signaling API, http://. */
    apiUrl: string;
    /**
     * Connection i, of all crowds of the load, signs in as number `first + i`. The file has a line for each connection of
     * this crowd: its access token, or nothing if it is to log in; without a file all log in.
     */
    accounts: { emailPattern: string; first: number; password: string; accessTokensFile: string | null };
    /** Number of this crowd's first connection among all, a multiple of `roomSize`. */
    firstConnection: number;
    connections: number;
    roomSize: number;
    /** Unix milliseconds; in the past: at once. */
    startAt: number;
    connectRatePerSecond: number;
    /** Between the last entrance and the hold, before memory is measured. */
    settleSeconds: number;
    holdSeconds: number;
    /** Between two messages in a room. */
    chatIntervalSeconds: number;
    /** Connection i talks from the address `first + i` in 127.0.0.0/8; null lets the kernel choose. */
    sourceAddresses: { first: string } | null;
    /** Crowds that were started together hold together: a directory that all see, and how many they are. */
    rendezvous: { directory: string; crowds: number } | null;
    /** Existing directory; gets loadgen.ndjson while the crowd is there and loadgen.json at its end. */
    outputDirectory: string;
  }

  /** What to check in a script; loadgen.json has everything. */
  export interface CrowdSummary {
    /** The crowd was not held and left to the end. */
    partial: boolean;
    connectionsRequested: number;
    /** Those in their room from the beginning of the hold to its end. */
    connectionsHeld: number;
    messagesSent: number;
    /** Deliveries: each message counts once for each member that heard it. */
    messagesReceived: number;
    messagesLost: number;
  }

  /**
   * Very many WebSockets of the signaling API, held by one thread. Besides its files it gives k6 the metrics
   * gomeet_connections, gomeet_messages_per_second, gomeet_crowd_cpu_percent and gomeet_crowd_memory.
   */
  export class Crowd {
    /** Checks the plan and its files; connects to nothing yet. Only in the default function. @throws what does not allow the run. */
    constructor(plan: CrowdPlan);
    /** Opens the rooms and brings everyone in at `connectRatePerSecond`. @throws when nobody could connect. */
    connect(): void;
    /** Measures for `holdSeconds` while every room talks. @throws when every connection was lost. */
    hold(): void;
    /** Ends the meetings and says goodbye for everyone. */
    leave(): void;
    /** Closes what is open and writes loadgen.json; also after an error. */
    close(): CrowdSummary;
  }

  /** One request. In its path and body {name} stands for a value: email, password, what is shared, or what a step kept. */
  export interface JourneyStep {
    name: string;
    method: 'GET' | 'POST';
    path: string;
    body?: object;
    /** The status of a good answer. */
    status: number;
    /** Members of the answer that later steps need, by the name they give them; `token` becomes the bearer token. */
    keep?: Record<string, string>;
    /** A user leaves the step out while what it kept is younger: people stay signed in. */
    freshSeconds?: number;
  }

  /** One way through the API, with its weight among the others. */
  export interface Journey {
    name: string;
    weight: number;
    /** Whoever walks it has no account yet, and comes once, from an address of its own. */
    newcomer?: boolean;
    steps: JourneyStep[];
  }

  /** Who walks what, and when: the document `gomeet.journeys-plan/v1`. */
  export interface JourneysPlan {
    schema: 'gomeet.journeys-plan/v1';
    /** Address of the signaling API, http:// or https://. */
    apiUrl: string;
    /** When several processes begin together, in Unix milliseconds; a single one does not wait for it. */
    startAt: number;
    /** Which part of the load this process walks: every `of`-th journey, from number `index` on. */
    share: { index: number; of: number };
    /** Journeys a second at the beginning, over all processes. */
    startRate: number;
    /** The rate moves in straight lines, as in k6's ramping-arrival-rate. Histograms are of what was due in `hold`. */
    stages: readonly { phase: string; seconds: number; rate: number }[];
    journeys: Journey[];
    /** They stay signed in and keep their connection; `firstAddress` in 127.0.0.0/8, or '' to let the kernel choose. */
    users: {
      emailPattern: string;
      first: number;
      count: number;
      password: string;
      signInRatePerSecond: number;
      firstAddress: string;
    };
    newcomers: { emailPattern: string; firstAddress: string; atOnce: number };
    /** Values by name, such as rooms that are open: user i gets number i modulo how many there are. */
    shared: Record<string, string[]>;
    /** Existing directory; gets loadgen.ndjson while the load is on and loadgen.json at its end. */
    outputDirectory: string;
  }

  /** What to check in a script; loadgen.json has everything. */
  export interface JourneysSummary {
    /** The load was not put on to the end. */
    partial: boolean;
    journeysRequested: number;
    journeysCompleted: number;
    journeysFailed: number;
    /** Ended by a limit of the API (429). */
    journeysRefused: number;
    /** Not begun because nobody was free: k6's dropped_iterations. */
    droppedIterations: number;
  }

  /**
   * People who walk through the API as an open model. Every response time counts from the moment at which its request
   * was due. Besides its files it gives k6 the metrics gomeet_api_requests, gomeet_api_journeys_failed,
   * gomeet_api_response_p95 and gomeet_api_cpu_percent.
   */
  export class Journeys {
    /** Checks the plan; connects to nothing yet. Only in the default function. @throws what does not allow the run. */
    constructor(plan: JourneysPlan);
    /** Users take the steps that stay fresh. @throws when nobody could. */
    signIn(): void;
    /** Starts every journey at its moment and waits for the last one. */
    run(): void;
    /** Writes loadgen.json; also after an error. */
    close(): JourneysSummary;
  }
}

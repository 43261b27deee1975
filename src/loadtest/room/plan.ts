import { ExitCode, GomeetError } from '../../errors.ts';
import type { KpiId } from '../../results/kpi.ts';
import { type LoadWorld, loadAccounts } from '../load.ts';
import { type LayoutName, layoutByName } from './layouts.ts';
import { describeFaces, type NetworkFace } from './network.ts';

/** What the user asks of `loadtest room`, after defaults, configuration and flags are put together. */
export interface RoomRequest {
  readonly participants: number;
  readonly publishers: number;
  readonly microphones: number;
  readonly layout: LayoutName;
  readonly durationSeconds: number;
  readonly joinRatePerSecond: number;
  /** Name of the room; a new room of that name is opened for the run. */
  readonly room: string;
  /** A room that is open already and stays open; its host has to have given it seats enough. */
  readonly roomId?: string;
  /** Of cameras and shared screens; VP8 where it is not asked for. */
  readonly codec?: VideoCodec;
  /** Publishers who share a screen too. */
  readonly screenShares?: number;
  /** Microphones take turns of that length; absent or 0: everyone speaks all the time. */
  readonly speakerSeconds?: number;
  /** People who send data messages to one another, cameras first. */
  readonly dataUsers?: number;
  /** Of each of them; goes with `dataUsers`. */
  readonly dataMessagesPerSecond?: number;
  /** Networks of their own for shares of the participants; all others reach the platform directly. */
  readonly faces?: readonly NetworkFace[];
}

/** How those who were cut off come back: `rejoin` after the loss of every socket, `resume` after that of LiveKit's signalling. */
export const reconnectNames = ['rejoin', 'resume'] as const;
export type ReconnectName = (typeof reconnectNames)[number];

export const videoCodecs = ['vp8', 'h264', 'vp9', 'av1'] as const;
export type VideoCodec = (typeof videoCodecs)[number];

/** The file that the scenario reads: rooms from sign-in to leaving. Schema `gomeet.room-plan/v1`. */
export interface RoomPlan {
  readonly schema: 'gomeet.room-plan/v1';
  readonly apiUrl: string;
  readonly room: { readonly name: string; readonly id: string | null };
  readonly accounts: { readonly emailPattern: string; readonly first: number; readonly password: string };
  /** How many rooms there are side by side, and the number of the first; one room when left out. */
  readonly rooms?: number;
  readonly firstRoom?: number;
  /** Unix milliseconds at which all processes begin; at once when left out. */
  readonly startAt?: number;
  /** People in each room. */
  readonly participants: number;
  readonly publishers: number;
  readonly microphones: number;
  readonly layout: {
    readonly name: string;
    readonly tiles: readonly { readonly width: number; readonly height: number }[];
  };
  readonly codec?: VideoCodec;
  readonly screenShares?: number;
  readonly speakerSeconds?: number;
  readonly dataUsers?: number;
  readonly dataMessagesPerSecond?: number;
  readonly faces?: readonly NetworkFace[];
  readonly signInRatePerSecond: number;
  readonly joinRatePerSecond: number;
  readonly settleSeconds: number;
  readonly holdSeconds: number;
  /** Who comes and goes; everyone stays when left out. */
  readonly churn?: {
    readonly turnoverPerSecond: number;
    readonly turnoverSeconds: number;
    readonly awaySeconds: number;
    readonly vanishShare: number;
    readonly returnSeconds: number;
    readonly reconnect: ReconnectName;
  };
  readonly sourceAddresses: { readonly first: string } | null;
  readonly clipsDirectory: string;
  readonly decryptedShare: number;
}

/** How a room is measured: what differs between a load test and a call that only shows that the platform works. */
export interface RoomProfile {
  readonly kind: string;
  readonly kpis: readonly KpiId[];
  /** Between the last join and the hold: the media server has to settle its layers and bandwidths. */
  readonly settleSeconds: number;
  /** The share of participants whose packets are all decrypted and put together to frames. */
  readonly decryptedShare: number;
}

/**
 * An Argon2id verification takes 25 to 40 ms of one core. 20 a second leave more than half of a 2-core machine
 * to the rest, so that sign-in does not queue; people do not sign in at the instant of joining either.
 */
export const signInRatePerSecond = 20;

/** Refuses what no room can be. Ranges of single values are checked where they come in; here they meet. */
export function checkRoomRequest(request: RoomRequest): void {
  const { participants, publishers, microphones, screenShares = 0 } = request;
  if (participants > roomSeatsMax) {
    throw impossible(
      `${participants.toLocaleString('en-US')} participants in a room: the platform gives a room at most ${roomSeatsMax.toLocaleString('en-US')} seats; ` +
        'for more people take more rooms, with gomeet loadtest rooms',
    );
  }
  if (publishers > participants) {
    throw impossible(
      `${publishers} publishers in a room of ${participants}: accepted are at most as many as participants`,
    );
  }
  if (microphones > publishers) {
    throw impossible(
      `${microphones} open microphones among ${publishers} publishers: accepted are at most as many`,
    );
  }
  if (screenShares > publishers) {
    throw impossible(
      `${screenShares} shared screens among ${publishers} publishers: accepted are at most as many`,
    );
  }
  checkDataMessages(request);
}

function checkDataMessages({ participants, dataUsers = 0, dataMessagesPerSecond = 0 }: RoomRequest): void {
  if (dataUsers > participants) {
    throw impossible(
      `${dataUsers} data users in a room of ${participants}: accepted are at most as many as participants`,
    );
  }
  const received = (dataUsers - 1) * dataMessagesPerSecond;
  if (received > dataMessagesPerSecondMax) {
    throw impossible(
      `${dataUsers} data users who send ${dataMessagesPerSecond} messages a second each: everyone would receive ${received.toLocaleString('en-US')} a second, ` +
        `and a light participant takes at most ${dataMessagesPerSecondMax.toLocaleString('en-US')}`,
    );
  }
}

/** What waits in a participant's buffer of 200 datagrams while the receive engine rests for 20 ms. */
const dataMessagesPerSecondMax = 10_000;

/** The API opens rooms of at most so many seats (maxUsers of POST /api/v1/rooms). */
export const roomSeatsMax = 1000;

const impossible = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'impossible-room',
    hint: 'gomeet loadtest room --help',
  });

export function planRoom(request: RoomRequest, profile: RoomProfile, world: LoadWorld): RoomPlan {
  const { name, tiles } = layoutByName(request.layout);
  return {
    schema: 'gomeet.room-plan/v1',
    apiUrl: world.apiUrl,
    room: { name: request.room, id: request.roomId ?? null },
    accounts: { ...loadAccounts, password: world.password },
    participants: request.participants,
    publishers: request.publishers,
    microphones: request.microphones,
    layout: { name, tiles },
    ...(request.codec && { codec: request.codec }),
    ...(request.screenShares && { screenShares: request.screenShares }),
    ...(request.speakerSeconds && { speakerSeconds: request.speakerSeconds }),
    ...(request.dataUsers && {
      dataUsers: request.dataUsers,
      dataMessagesPerSecond: request.dataMessagesPerSecond,
    }),
    ...(request.faces && { faces: request.faces }),
    signInRatePerSecond,
    joinRatePerSecond: request.joinRatePerSecond,
    settleSeconds: profile.settleSeconds,
    holdSeconds: request.durationSeconds,
    // On loopback every participant comes from an address of its own, as people do: limits per address stay in force.
    sourceAddresses: world.onLoopback ? { first: '127.1.0.1' } : null,
    clipsDirectory: world.clipsDirectory,
    decryptedShare: profile.decryptedShare,
  };
}

/** A request as the report shows it: without credentials, and with networks in words. */
export function parametersOf<Request extends RoomRequest>(
  request: Request,
): Omit<Request, 'faces'> & { network?: string } {
  const { faces, ...rest } = request;
  return { ...rest, ...(faces && { network: describeFaces(faces) }) };
}

/** Sockets of a participant: signaling WebSocket, LiveKit's WebSocket, media. */
export const openFilesPerParticipant = 3;

/** Open files of a generator process: everyone's sockets, a publisher's own media connection, and what k6 itself holds. */
export function openFilesNeeded(inOneProcess: RoomsInOneProcess): number {
  const { participants, publishers, dataUsers = 0 } = inOneProcess;
  const spare = 200;
  return openFilesPerParticipant * participants + 4 * Math.max(publishers, dataUsers) + spare;
}

/** Sums over the rooms of a process. A data user without a camera has a connection for sending as publishers do. */
export interface RoomsInOneProcess {
  readonly participants: number;
  readonly publishers: number;
  readonly dataUsers?: number;
}

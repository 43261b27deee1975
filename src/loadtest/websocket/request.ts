import { ExitCode, GomeetError } from '../../errors.ts';

/** What the user asks of `loadtest websocket`, after defaults and flags are put together. */
export interface WebSocketRequest {
  readonly connections: number;
  readonly durationSeconds: number;
  readonly connectRatePerSecond: number;
  readonly roomsOf: number;
  /** Seconds between two messages in a room. */
  readonly chatIntervalSeconds: number;
  /** Share of the accounts, 0 to 1, that log in. */
  readonly logInShare: number;
  /** Generator processes. */
  readonly parallelism: number;
}

/** What the flags said; undefined where a flag was not given. */
export interface WebSocketFlags {
  readonly connections?: number | undefined;
  readonly duration?: number | undefined;
  readonly rate?: number | undefined;
  readonly roomsOf?: number | undefined;
  readonly chatInterval?: number | undefined;
  readonly logIn?: number | undefined;
  readonly parallelism?: number | undefined;
}

/** 20,000 open files for a process are a common limit; what is left is for its HTTP connections and k6 itself. */
export const connectionsPerProcess = 17_500;

/** Flags over defaults; what no crowd can be is refused here, before anything is started. */
export function webSocketRequest(flags: WebSocketFlags): WebSocketRequest {
  const connections = flags.connections ?? 1000;
  const roomsOf = Math.min(flags.roomsOf ?? 500, connections);
  const rooms = Math.ceil(connections / roomsOf);
  const roomsPerProcess = Math.max(1, Math.floor(connectionsPerProcess / roomsOf));
  const parallelism = flags.parallelism ?? Math.ceil(rooms / roomsPerProcess);
  if (parallelism > rooms) {
    throw new GomeetError(
      `${parallelism} processes for ${rooms} rooms: a room is whole in one process, so accepted are 1 to ${rooms}`,
      { exitCode: ExitCode.usage, code: 'impossible-crowd', hint: 'gomeet loadtest websocket --help' },
    );
  }
  return {
    connections,
    durationSeconds: flags.duration ?? 60,
    connectRatePerSecond: flags.rate ?? 200,
    roomsOf,
    chatIntervalSeconds: flags.chatInterval ?? 10,
    logInShare: flags.logIn === undefined ? 0.01 : flags.logIn / 100,
    parallelism,
  };
}

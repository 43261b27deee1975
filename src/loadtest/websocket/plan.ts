import { type LoadWorld, loadAccounts } from '../load.ts';
import type { WebSocketRequest } from './request.ts';

/** The file that one generator process reads. Schema `gomeet.crowd-plan/v1`. */
export interface CrowdPlan {
  readonly schema: 'gomeet.crowd-plan/v1';
  readonly apiUrl: string;
  readonly accounts: {
    readonly emailPattern: string;
    readonly first: number;
    readonly password: string;
    readonly accessTokensFile: string | null;
  };
  readonly firstConnection: number;
  readonly connections: number;
  readonly roomSize: number;
  readonly startAt: number;
  readonly connectRatePerSecond: number;
  readonly settleSeconds: number;
  readonly holdSeconds: number;
  readonly chatIntervalSeconds: number;
  readonly sourceAddresses: { readonly first: string } | null;
  readonly rendezvous: { readonly directory: string; readonly crowds: number } | null;
}

/** A part of the crowd, in whole rooms. */
interface Share {
  readonly firstConnection: number;
  readonly connections: number;
}

/** Splits the connections over the processes, as evenly as whole rooms allow. The last room may be smaller. */
export function shares({ connections, roomsOf, parallelism }: WebSocketRequest): Share[] {
  const rooms = Math.ceil(connections / roomsOf);
  const firstRoom = (process: number): number => Math.floor((process * rooms) / parallelism);
  return Array.from({ length: parallelism }, (_, process) => {
    const firstConnection = firstRoom(process) * roomsOf;
    const end = Math.min(firstRoom(process + 1) * roomsOf, connections);
    return { firstConnection, connections: end - firstConnection };
  });
}

/** The plan of each process. Rates are each one's share of the whole, so that together they come to what was asked. */
export function planCrowds(request: WebSocketRequest, world: LoadWorld): CrowdPlan[] {
  return shares(request).map((share) => ({
    schema: 'gomeet.crowd-plan/v1',
    apiUrl: world.apiUrl,
    accounts: { ...loadAccounts, password: world.password, accessTokensFile: world.accessTokensFile },
    ...share,
    roomSize: request.roomsOf,
    startAt: world.startAt,
    connectRatePerSecond: (request.connectRatePerSecond * share.connections) / request.connections,
    settleSeconds: 2,
    holdSeconds: request.durationSeconds,
    chatIntervalSeconds: request.chatIntervalSeconds,
    // Limits per address stay in force, so every connection has one of its own, as people do.
    sourceAddresses: world.onLoopback ? { first: '127.16.0.1' } : null,
    rendezvous:
      request.parallelism === 1 || world.sharedDirectory === null
        ? null
        : { directory: world.sharedDirectory, crowds: request.parallelism },
  }));
}

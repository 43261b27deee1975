import { loadShape, peakRate, type ShapeName } from '../../../scenarios/lib/shapes.ts';
import { type LoadWorld, loadAccounts } from '../load.ts';
import type { ApiRequest, JourneySetName } from './request.ts';

/** The file that one generator process reads. Schema `gomeet.api-plan/v1`. */
export interface ApiPlan {
  readonly schema: 'gomeet.api-plan/v1';
  readonly apiUrl: string;
  readonly startAt: number;
  readonly share: { readonly index: number; readonly of: number };
  readonly shape: ShapeName;
  readonly ratePerSecond: number;
  readonly holdSeconds: number;
  readonly journeys: JourneySetName;
  readonly lobbies: number;
  readonly users: {
    readonly emailPattern: string;
    readonly first: number;
    readonly count: number;
    readonly password: string;
    readonly signInRatePerSecond: number;
    readonly firstAddress: string;
  };
  readonly newcomers: {
    readonly emailPattern: string;
    readonly firstAddress: string;
    readonly atOnce: number;
  };
}

/** Rooms that guests join, together: a row of the database must not be all that is measured. */
const lobbies = 20;
/** As in a room's load: an Argon2id verification takes 25 to 40 ms of a core, so 20 a second leave half of two cores. */
const signInRatePerSecond = 20;

/**
 * Users of one process. A user is free again when its journey is over: three for each journey a second are enough
 * while journeys take less than 3 s, fifteen times what the target of 200 ms a request allows for four of them.
 */
export function usersPerProcess(request: ApiRequest): number {
  const peak = peakOf(request) / request.parallelism;
  return Math.max(50, Math.ceil(3 * peak));
}

/** One in twenty is new; each may wait 30 s for an answer before it is given up. */
export function newcomersAtOnce(request: ApiRequest): number {
  return Math.ceil((peakOf(request) / request.parallelism) * 0.05 * 30) + 20;
}

const peakOf = ({ shape, ratePerSecond, holdSeconds }: ApiRequest): number =>
  peakRate(loadShape(shape, ratePerSecond, holdSeconds));

/** The plan of each process: its share of the arrivals, its own users, newcomers of its own numbers. */
export function planApi(request: ApiRequest, world: LoadWorld): ApiPlan[] {
  const { parallelism } = request;
  const count = usersPerProcess(request);
  return Array.from({ length: parallelism }, (_, index) => ({
    schema: 'gomeet.api-plan/v1',
    apiUrl: world.apiUrl,
    startAt: world.startAt,
    share: { index, of: parallelism },
    shape: request.shape,
    ratePerSecond: request.ratePerSecond,
    holdSeconds: request.holdSeconds,
    journeys: request.journeys,
    lobbies: request.journeys === 'meetings' ? lobbies : 0,
    users: {
      ...loadAccounts,
      first: loadAccounts.first + index * count,
      count,
      password: world.password,
      signInRatePerSecond: signInRatePerSecond / parallelism,
      firstAddress: world.onLoopback ? loopbackAddress(usersBlock, index * count) : '',
    },
    newcomers: {
      emailPattern: `newcomer-${world.startAt.toString(36)}-%d@load.gomeet.test`,
      firstAddress: world.onLoopback ? loopbackAddress(newcomersBlock, secondOf(world.startAt)) : '',
      atOnce: newcomersAtOnce(request),
    },
  }));
}

/** Limits per address stay in force, so everyone has an address: users in 127.2.0.0/15, newcomers in 127.128.0.0/9. */
const usersBlock = (2 << 16) + 1;
const newcomersBlock = 128 << 16;
/** An address may register 20 accounts an hour: later runs begin further on in the 8 million of the block. */
const secondOf = (unixMs: number): number => Math.floor(unixMs / 1000) % (1 << 22);

function loopbackAddress(block: number, offset: number): string {
  const number = block + offset;
  return `127.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}

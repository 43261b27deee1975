import type { ShapeName } from '../../../scenarios/lib/shapes.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

/** What people do: walk through meetings, or only ask whether the API lives. */
export const journeySetNames = ['meetings', 'liveness'] as const;
export type JourneySetName = (typeof journeySetNames)[number];

/** What the user asks of `loadtest api`, after defaults and flags are put together. */
export interface ApiRequest {
  /** Journeys that begin each second, over all processes; the shape holds a part or a multiple of it. */
  readonly ratePerSecond: number;
  readonly shape: ShapeName;
  readonly holdSeconds: number;
  readonly journeys: JourneySetName;
  readonly parallelism: number;
}

/** What the flags said; undefined where a flag was not given. */
export interface ApiFlags {
  readonly rate?: number | undefined;
  readonly shape?: ShapeName | undefined;
  readonly duration?: number | undefined;
  readonly journeys?: JourneySetName | undefined;
  readonly parallelism?: number | undefined;
}

/** A process needs a journey every second, or it would measure nothing for long. */
export function apiRequest(flags: ApiFlags): ApiRequest {
  const request: ApiRequest = {
    ratePerSecond: flags.rate ?? 10,
    shape: flags.shape ?? 'average',
    holdSeconds: flags.duration ?? 60,
    journeys: flags.journeys ?? 'meetings',
    parallelism: flags.parallelism ?? 1,
  };
  if (request.parallelism > request.ratePerSecond) {
    throw new GomeetError(
      `${request.parallelism} processes for ${request.ratePerSecond} journeys a second: accepted are at most as many processes`,
      { exitCode: ExitCode.usage, code: 'impossible-parallelism', hint: 'gomeet loadtest api --help' },
    );
  }
  return request;
}

import type { RestartPolicy } from './service.ts';

/** A fault, or its mending, in one service of the platform on this machine. */
export type Fault =
  | { readonly action: 'kill'; readonly service: string; readonly signal: NodeJS.Signals }
  | { readonly action: 'restart-policy'; readonly service: string; readonly policy: RestartPolicy }
  | {
      readonly action:
        | 'freeze'
        | 'thaw'
        | 'stop'
        | 'start'
        | 'cut-off'
        | 'reconnect'
        | 'fill-disk'
        | 'free-disk';
      readonly service: string;
    };

/** That a fault took place, and when it began. */
export interface FaultReceipt {
  /** On the caller's monotonic clock. */
  readonly at: number;
  /** Milliseconds since 1970. */
  readonly wallMs: number;
  /** What a person would have typed for the same. */
  readonly command: string;
}

/** What the supervisor answers: the moment on the system's monotonic clock, which all processes share. */
export type FaultAnswer =
  | { readonly systemMs: number; readonly wallMs: number; readonly command: string }
  | { readonly refused: FaultRefusal };

/** Why a fault was not done; nothing has changed then. */
export interface FaultRefusal {
  readonly code: 'no-such-service' | 'not-running' | 'already-running' | 'not-started' | 'fault-not-possible';
  readonly message: string;
  readonly hint: string;
}

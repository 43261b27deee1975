/** The ways in by which people and programs use the platform. Each is probed from outside, all the time that a drill lasts. */
export type Door = 'api' | 'websocket' | 'chat' | 'database-read' | 'database-write' | 'room-join';

/** One probe of a door. Times are milliseconds of the monotonic clock of the process that probes. */
export interface ProbeResult {
  readonly startedAtMs: number;
  /** When the answer came, or when patience ended. */
  readonly endedAtMs: number;
  /** Why it failed; null when it did not. */
  readonly failure: string | null;
}

/** A probe begins every so often, whether the last one has been answered or not: the resolution of all that is measured. */
export const probeEveryMs = 50;

/** A probe that has no answer by then counts as failed: who waits for longer takes the platform for broken. */
export const probePatienceMs = 1_000;

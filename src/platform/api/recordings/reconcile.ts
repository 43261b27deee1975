import type { RecordingChanges, RecordingRow } from '../repositories/recordings.ts';
import type { EngineState } from './recording-engine.ts';

/** The row of a recording, as far as its engine can contradict it. */
export type Known = Pick<
  RecordingRow,
  'status' | 'started_at' | 'ended_at' | 'duration_ms' | 'content_type' | 'location'
>;

const order = { starting: 0, recording: 1, processing: 2, ready: 3, failed: 3 } as const;

/** A recording whose engine cannot find it: it never began there, or was lost with its disk. */
const lost = (known: Known, now: Date): RecordingChanges => ({
  status: 'failed',
  ended_at: known.ended_at ?? now,
  duration_ms: null,
  size_bytes: null,
  content_type: null,
  location: known.location,
  error: 'the engine does not know this recording',
});

/**
 * What must change in a row because of what its engine says. A recording only goes forward: a report that came late
 * does not make a finished one run again.
 * @returns undefined if nothing must.
 */
export function reconcile(
  known: Known,
  state: EngineState | undefined,
  now: Date,
): RecordingChanges | undefined {
  if (order[known.status] === order.ready) return undefined;
  if (!state) return lost(known, now);
  if (order[state.status] <= order[known.status]) return undefined;
  const isOver = order[state.status] >= order.processing;
  return {
    status: state.status,
    ended_at: state.endedAt ?? known.ended_at ?? (isOver ? now : null),
    duration_ms: state.durationMs ?? known.duration_ms,
    size_bytes: state.sizeBytes,
    content_type: state.contentType ?? known.content_type,
    location: state.location ?? known.location,
    error: state.error,
  };
}

/** Whether a room is being recorded while a recording of it has this status. */
export const isRunning = (status: RecordingRow['status']): boolean => order[status] <= order.recording;

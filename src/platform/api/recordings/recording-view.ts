import { z } from 'zod';
import type { RecordingRow } from '../repositories/recordings.ts';

export const recordingSchema = z
  .object({
    id: z.uuid(),
    roomId: z.uuid(),
    startedBy: z.uuid(),
    status: z.enum(['starting', 'recording', 'processing', 'ready', 'failed']),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    durationMs: z.int().nullable(),
    sizeBytes: z.int().nullable(),
    contentType: z.string().nullable(),
    contentUrl: z
      .string()
      .nullable()
      .describe('Once it is ready: a signed path to the video, good for an hour without a token'),
    error: z.string().nullable(),
  })
  .meta({ id: 'Recording' });

/** A recording as the API shows it. */
export const toRecording = (row: RecordingRow, contentUrl: string | null) => ({
  id: row.id,
  roomId: row.room_id,
  startedBy: row.started_by,
  status: row.status,
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  durationMs: row.duration_ms,
  sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
  contentType: row.content_type,
  contentUrl: row.status === 'ready' ? contentUrl : null,
  error: row.error,
});

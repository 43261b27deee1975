import type { FastifyInstance } from 'fastify';
import type { RecordingChanges, RecordingRepository, RecordingRow } from '../repositories/recordings.ts';
import { announce } from '../rooms/announce.ts';
import { isRunning } from './reconcile.ts';
import { pathOf } from './recording-links.ts';

/** Tells the room that its recording has ended, and whoever began it that it can be watched. */
export async function announceChange(
  app: FastifyInstance,
  rows: RecordingRepository,
  { id: recordingId, room_id: roomId, status, started_by: startedBy, started_at: startedAt }: RecordingRow,
  changes: RecordingChanges,
): Promise<void> {
  if (isRunning(status) && !isRunning(changes.status))
    app.hub.publish(roomId, { type: 'recording', active: false, recordingId });
  if (changes.status !== 'ready') return;
  const url = pathOf({ roomId, recordingId });
  await rows.noteInHistory(roomId, url, startedAt, changes.ended_at ?? new Date());
  const room = await app.rooms.find(roomId);
  if (!room) return;
  const { duration_ms: durationMs, size_bytes: sizeBytes } = changes;
  announce(app, {
    type: 'recording.ready',
    roomId,
    hostId: room.host_id,
    data: { recordingId, url, durationMs, sizeBytes },
  });
  for (const userId of new Set([startedBy, room.host_id])) {
    await app.notify(userId, {
      type: 'recording-ready',
      title: 'A recording is ready',
      message: `The recording of "${room.name}" can be watched now.`,
      data: { roomId, roomName: room.name, recordingId },
    });
  }
}

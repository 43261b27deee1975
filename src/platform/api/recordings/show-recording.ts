import type { FastifyInstance } from 'fastify';
import type { RecordingRow } from '../repositories/recordings.ts';
import { linkSeconds, signLink } from './recording-links.ts';
import { toRecording } from './recording-view.ts';

/** What the keys of links are derived for. */
export const linkPurpose = 'recording-links';

/** A recording as the API shows it, with a fresh link to its video. */
export function showRecording(app: FastifyInstance, row: RecordingRow) {
  const expires = Math.floor(Date.now() / 1000) + linkSeconds;
  const link = { roomId: row.room_id, recordingId: row.id, expires };
  return toRecording(row, signLink(app.encryption.deriveKey(linkPurpose), link));
}

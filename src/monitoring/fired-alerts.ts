import { readFileSync } from 'node:fs';
import { alertEpisodes, type FiredAlert } from './alert-episodes.ts';

export type { FiredAlert };

/**
 * What Alertmanager has told since a moment, without the Watchdog, which always fires.
 *
 * @param alertRecorderFile NDJSON of the recorder (src/platform/alert-recorder); a file that is not there yet holds no alert
 * @param wallMs milliseconds since 1970, such as the moment of a fault
 */
export function alertsFiredSince(alertRecorderFile: string, wallMs: number): FiredAlert[] {
  return alertEpisodes(textOf(alertRecorderFile)).filter(
    ({ name, firedAt }) => name !== 'Watchdog' && firedAt >= wallMs,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

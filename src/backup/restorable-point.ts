/** The last moment that a restore can bring back, and how long ago that is. */
export interface RestorablePoint {
  /** ISO 8601. */
  readonly at: string;
  readonly ageSeconds: number;
}

/** Segments of the log; beside them the archive holds histories of timelines and notes about backups. */
const segment = /\/[0-9A-F]{24}-[0-9a-f]{40}(\.\w+)?$/;

/** @returns when the newest segment of the log reached the archive, milliseconds since 1970; undefined when there is none */
export function newestSegmentAt(files: readonly { path: string; modifiedAt: number }[]): number | undefined {
  const times = files.filter(({ path }) => segment.test(path)).map(({ modifiedAt }) => modifiedAt);
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}

/**
 * A segment with anything in it is archived after `archive_timeout` at the latest. So a running database whose archiver has nothing
 * waiting and did not fail last has everything archived that is older than that, however long ago the last segment came.
 *
 * @param archivedAt when the newest segment came, in milliseconds since 1970
 * @param archiver undefined when the database does not answer
 */
export function restorablePointOf(
  archivedAt: number,
  archiver: { readonly isHealthy: boolean; readonly timeoutSeconds: number } | undefined,
  now: number,
): RestorablePoint {
  const isQuiet = archiver?.isHealthy === true && archiver.timeoutSeconds > 0;
  const at = isQuiet ? Math.max(archivedAt, now - archiver.timeoutSeconds * 1000) : archivedAt;
  return { at: new Date(at).toISOString(), ageSeconds: Math.max(0, Math.round((now - at) / 1000)) };
}

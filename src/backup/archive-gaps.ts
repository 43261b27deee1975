/** A segment of the log as the archive names it: timeline, log and segment in hexadecimal, then its checksum. */
const segment = /\/([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})-[0-9a-f]{40}(\.\w+)?$/;

/** The middle eight digits count these; with segments of 16 MiB the last eight go from 0 to FF in each. */
const logBytes = 2 ** 32;

/**
 * The segments that the archive lacks between the first and the last of each timeline. Recovery reads them one after the other, so
 * none may be missing.
 *
 * @param paths of the archive's files
 * @param segmentBytes of the server whose log it is (`wal_segment_size`)
 */
export function missingSegments(paths: readonly string[], segmentBytes: number): string[] {
  const segmentsPerLog = logBytes / segmentBytes;
  const timelines = new Map<string, Set<number>>();
  for (const path of paths) {
    const [, timeline, log, part] = segment.exec(path) ?? [];
    if (timeline === undefined || log === undefined || part === undefined) continue;
    const known = timelines.get(timeline) ?? new Set<number>();
    timelines.set(timeline, known.add(Number.parseInt(log, 16) * segmentsPerLog + Number.parseInt(part, 16)));
  }
  return [...timelines].flatMap(([timeline, known]) =>
    gapsIn(known).map((at) => timeline + hex(Math.floor(at / segmentsPerLog)) + hex(at % segmentsPerLog)),
  );
}

function gapsIn(known: ReadonlySet<number>): number[] {
  const sorted = [...known].sort((a, b) => a - b);
  const gaps: number[] = [];
  for (let at = sorted[0] ?? 0; at < (sorted.at(-1) ?? 0); at += 1) if (!known.has(at)) gaps.push(at);
  return gaps;
}

const hex = (n: number): string => n.toString(16).toUpperCase().padStart(8, '0');

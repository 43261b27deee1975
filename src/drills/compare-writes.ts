/** A write that was acknowledged to the writer, with the moment at which the answer came. */
export interface AcknowledgedWrite {
  readonly writer: string;
  readonly sequence: number;
  /** Monotonic milliseconds of the writer. */
  readonly acknowledgedAtMs: number;
}

/** A row as the database gives it back after the recovery. */
export interface FoundRow {
  readonly writer: string;
  readonly sequence: number;
  /** How many times it is there. */
  readonly copies: number;
}

/** What became of the writes of a drill. */
export interface WriteComparison {
  readonly acknowledged: number;
  readonly found: number;
  /** Acknowledged and not there: what the platform has promised and not kept. */
  readonly lost: readonly AcknowledgedWrite[];
  /** There and never acknowledged: the answer was lost on the way. Nobody was told a lie. */
  readonly phantomRows: number;
  /** Rows beyond the first of the same write. */
  readonly doubledRows: number;
  /** How far back in time the loss reaches; 0 when nothing was lost. */
  readonly rpoMs: number;
}

const keyOf = ({ writer, sequence }: { writer: string; sequence: number }): string => `${writer}/${sequence}`;

/**
 * Compares the log of acknowledged writes with what is there after the recovery. The RPO in milliseconds runs from the
 * acknowledgement of the first lost write to the fault, or to the acknowledgement of the last lost one where a server that was cut
 * off went on acknowledging.
 */
export function compareWrites(
  acknowledged: readonly AcknowledgedWrite[],
  rows: readonly FoundRow[],
  faultAtMs: number,
): WriteComparison {
  const known = new Set(acknowledged.map(keyOf));
  const there = new Set(rows.map(keyOf));
  const lost = acknowledged
    .filter((write) => !there.has(keyOf(write)))
    .toSorted((a, b) => a.acknowledgedAtMs - b.acknowledgedAtMs);
  const [first] = lost;
  const last = lost.at(-1);
  return {
    acknowledged: known.size,
    found: there.size,
    lost,
    phantomRows: rows.filter((row) => !known.has(keyOf(row))).length,
    doubledRows: rows.reduce((sum, { copies }) => sum + copies - 1, 0),
    rpoMs:
      first === undefined || last === undefined
        ? 0
        : Math.max(faultAtMs, last.acknowledgedAtMs) - first.acknowledgedAtMs,
  };
}

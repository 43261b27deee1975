import { type AcknowledgedWrite, compareWrites } from './compare-writes.ts';
import { doorEvents, doorFigures, earliest, latest, probesMadePercent } from './door-figures.ts';
import type { DoorFigures, DrillRun, FiredAlert } from './drill-result.ts';
import { judgeDrillRun } from './judge-drill.ts';
import { mediaEvents, mediaImpact } from './media-gaps.ts';
import type { DrillObservation } from './run-drill.ts';
import { type TimelineEvent, timelineOf } from './timeline.ts';

/** What others observed: the alerts that were sent, what the health check said. */
export interface Aftermath {
  readonly alerts: readonly FiredAlert[];
  /** Why the alerts are not known; null when they are. */
  readonly alertsReason?: string | null;
  readonly healthy: boolean | null;
}

/** Figures and verdict of one run of a drill, from what was seen: pure. */
export function buildDrillRun(
  seen: DrillObservation,
  { alerts, alertsReason = null, healthy }: Aftermath,
): DrillRun {
  const { fault, drill, endedAtMs } = seen;
  const faultAtMs = fault.atMs ?? endedAtMs;
  const span = { faultAtMs, untilMs: endedAtMs };
  const doors = [...seen.doors].map(([door, results]) =>
    doorFigures(door, results, span, drill.doors.includes(door)),
  );
  const judged = doors.filter((door) => door.judged);
  const writes = seen.rows === null ? null : compareWrites(seen.acknowledged, seen.rows, faultAtMs);
  const noticed = seen.platform.changes.find(({ atMs, isWell }) => atMs >= faultAtMs && !isWell);
  const { wholeSinceMs } = seen.platform;
  const happened = fault.atMs !== null;
  const media = seen.room === null || !happened ? null : mediaImpact(seen.room.gaps, span);
  const run = {
    detectionMs: earliest([
      ...doors.map(({ detectionMs }) => detectionMs),
      noticed ? noticed.atMs - faultAtMs : null,
    ]),
    rtoFirstMs: happened ? latest(judged.map(({ rtoFirstMs }) => rtoFirstMs)) : null,
    rtoStableMs: happened ? latest(judged.map(({ rtoStableMs }) => rtoStableMs)) : null,
    rtoRedundantMs: happened && wholeSinceMs !== null ? Math.max(0, wholeSinceMs - faultAtMs) : null,
    rpoRows: writes?.lost.length ?? null,
    givenUpRows: writes === null ? null : givenUp(writes.lost, fault.givenUpFromMs),
    rpoMs: writes?.rpoMs ?? null,
    phantomRows: writes?.phantomRows ?? null,
    doubledRows: writes?.doubledRows ?? null,
    acknowledgedWrites: seen.acknowledged.length,
    // Rows are written twice as often: their door would hide that half of the others' probes were left out.
    probesMadePercent: probesMadePercent(
      [...seen.doors].filter(([door]) => door !== 'database-write').map(([, results]) => results),
      span,
    ),
    participants: seen.room?.participants ?? 0,
    participantsAffected: media?.participantsAffected ?? null,
    mediaGapMs: media?.gapMs ?? null,
    mediaBackMs: media?.backMs ?? null,
    commands: [...fault.commands],
    proofs: [...fault.proofs],
    healthy,
    interrupted: seen.interrupted,
    doors,
    alerts: [...alerts],
    timeline: timelineEvents(seen, alerts, faultAtMs),
  };
  const { unproven, shortcomings } = fault;
  const reasons = {
    ...reasonsOf(run, judged, seen),
    ...(alertsReason !== null && { alerts: alertsReason }),
  };
  const explained = { ...run, reasons, unproven, shortcomings };
  const { verdict, why } = judgeDrillRun(drill, explained);
  const { unproven: _, shortcomings: __, ...told } = explained;
  return { ...told, verdict, why };
}

/** A restore to a moment gives up what came after it: that is lost, and nobody was promised more. */
const givenUp = (lost: readonly AcknowledgedWrite[], fromMs: number | null): number =>
  fromMs === null ? 0 : lost.filter(({ acknowledgedAtMs }) => acknowledgedAtMs >= fromMs).length;

function timelineEvents(
  seen: DrillObservation,
  alerts: readonly FiredAlert[],
  faultAtMs: number,
): TimelineEvent[] {
  const doors = [...seen.doors].flatMap(([door, results]) => doorEvents(door, results, faultAtMs));
  const platform = seen.platform.changes.map(({ atMs, text }) => ({
    atMs: atMs - faultAtMs,
    kind: 'platform' as const,
    text,
  }));
  const notes = seen.notes.map((note) => ({ ...note, atMs: note.atMs - faultAtMs }));
  const fired = alerts.flatMap(({ name, severity, afterMs, resolvedAfterMs }) => [
    { atMs: afterMs, kind: 'alert' as const, text: `${name} (${severity}) fires` },
    ...(resolvedAfterMs === null
      ? []
      : [{ atMs: resolvedAfterMs, kind: 'alert' as const, text: `${name} is over` }]),
  ]);
  const media = mediaEvents(seen.room?.gaps ?? [], faultAtMs);
  return [...timelineOf(notes, platform, doors, media, fired)];
}

/** Why a value is null, or zero for want of anything to count: nobody should have to guess. */
function reasonsOf(
  run: Pick<
    DrillRun,
    | 'detectionMs'
    | 'rtoFirstMs'
    | 'rtoStableMs'
    | 'rtoRedundantMs'
    | 'rpoRows'
    | 'participantsAffected'
    | 'mediaBackMs'
  >,
  judged: readonly DoorFigures[],
  seen: DrillObservation,
): Record<string, string> {
  const notBroken = seen.fault.atMs === null ? (seen.stopped ?? 'no fault took place') : null;
  const ofDoors = (isMissing: (door: DoorFigures) => boolean): string =>
    notBroken ??
    judged
      .filter(isMissing)
      .map(({ door, reason }) => `${door}: ${reason}`)
      .join('; ');
  const compared = seen.rowsReason ?? 'the rows could not be read';
  return {
    ...(run.detectionMs === null && {
      detectionMs: notBroken ?? 'no probe failed, and every look at the services found them ready',
    }),
    ...(run.rtoFirstMs === null && { rtoFirstMs: ofDoors(({ rtoFirstMs }) => rtoFirstMs === null) }),
    ...(run.rtoStableMs === null && { rtoStableMs: ofDoors(({ rtoStableMs }) => rtoStableMs === null) }),
    ...(run.rtoStableMs === 0 && { rtoStableMs: 'no probe of a judged door failed, at one every 50 ms' }),
    ...(run.rtoRedundantMs === null && {
      rtoRedundantMs: notBroken ?? 'not every service was ready when the drill ended',
    }),
    ...(seen.fault.givenUpFromMs !== null &&
      run.rpoRows !== null && {
        rpoRows:
          'a restore goes back to a moment, or to the end of the archive: what was acknowledged after it is given up, nothing from before it',
      }),
    ...(run.rpoRows === null && {
      rpoRows: compared,
      givenUpRows: compared,
      rpoMs: compared,
      phantomRows: compared,
      doubledRows: compared,
    }),
    ...mediaReasons(run, seen.roomReason ?? notBroken),
  };
}

function mediaReasons(
  { participantsAffected, mediaBackMs }: Pick<DrillRun, 'participantsAffected' | 'mediaBackMs'>,
  withoutRoom: string | null,
): Record<string, string> {
  if (participantsAffected === null) {
    const reason = withoutRoom ?? 'no room was held';
    return { participantsAffected: reason, mediaGapMs: reason, mediaBackMs: reason };
  }
  return {
    ...(participantsAffected === 0 && { mediaGapMs: 'nobody was without media for 0.5 s' }),
    ...(mediaBackMs === null && { mediaBackMs: 'somebody had no media until the end' }),
  };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { LoadNeeds } from '../loadtest/run-load.ts';
import { openAcknowledgedLog, readAcknowledgedLog } from './acknowledged-log.ts';
import { quietForMs, stableForMs } from './availability.ts';
import { carryOutSteps, type FaultRecord, type FaultScene, mend, noFault } from './carry-out-steps.ts';
import type { AcknowledgedWrite, FoundRow } from './compare-writes.ts';
import type { Drill } from './drill.ts';
import { inviteGuests } from './invite-guests.ts';
import type { Door } from './probe.ts';
import type { ProbedDoor } from './probe-door.ts';
import type { TimelineEvent } from './timeline.ts';
import { type WatchedDoors, watchDoors } from './watch-doors.ts';
import { type PlatformWatch, watchPlatform } from './watch-platform.ts';

export type DrillNeeds = LoadNeeds & Pick<Context, 'platformDoors' | 'getJson' | 'looks'>;

/** Everything that one run of a drill has seen, by the monotonic clock; figures are made of it by `build-drill-run.ts`. */
export interface DrillObservation {
  readonly drill: Drill;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly fault: FaultRecord;
  readonly doors: ReadonlyMap<Door, ProbedDoor['results']>;
  readonly platform: Pick<PlatformWatch, 'changes' | 'wholeSinceMs'>;
  readonly acknowledged: readonly AcknowledgedWrite[];
  /** Null when the platform would not tell; then `rowsReason` says why. */
  readonly rows: readonly FoundRow[] | null;
  readonly rowsReason: string | null;
  /** Of the drill itself, by the monotonic clock. */
  readonly notes: readonly TimelineEvent[];
  readonly interrupted: boolean;
  /** Why it ended before its time; null when it ended by itself. */
  readonly stopped: string | null;
}

/** Before the fault every door has to be well for so long. */
const steadyForMs = 5_000;
/** A platform that is not steady by then is not fit for a drill. */
const steadyWithinMs = 60_000;
const lookEveryMs = 100;

/**
 * Runs one drill: steady state, fault, until stable or given up, mending, comparison. Whatever happens, also Ctrl-C, what was broken
 * is mended before it returns.
 *
 * @param directory for the log of acknowledged writes
 */
export async function runDrill(ctx: DrillNeeds, drill: Drill, directory: string): Promise<DrillObservation> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const target = await ctx.localTarget();
  const connections = await target.connections();
  const doors = await ctx.platformDoors();
  const guests = await inviteGuests(ctx, doors, connections);
  const logPath = join(directory, 'acknowledged.log');
  const log = await openAcknowledgedLog(logPath);
  const startedAtMs = ctx.monotonic();
  const watched = await watchDoors(ctx, doors, guests, connections.databaseUrl, log);
  const platform = watchPlatform(ctx, target);
  const fault = noFault();
  const notes: TimelineEvent[] = [];
  const note: FaultScene['note'] = (kind, text, atMs = ctx.monotonic()) =>
    void notes.push({ atMs, kind, text });
  const awaitDoor = (door: Door, ms: number): Promise<void> =>
    until(
      ctx,
      () => quietForMs(resultsOf(watched, door), ctx.monotonic() - ms, ctx.monotonic()) > 1_000,
      ms,
    ).then(() => undefined);
  const scene: FaultScene = { ctx, target, doors, connections, awaitDoor, note };
  let stopped: string | null = null;
  try {
    await untilSteady(ctx, watched);
    note('note', `every door was well for ${steadyForMs / 1000} s`);
    await carryOutSteps(scene, drill, fault);
    const stepsEndedAtMs = ctx.monotonic();
    const isStable = (): boolean =>
      platform.wholeSinceMs !== null &&
      drill.doors.every(
        (door) => quietForMs(resultsOf(watched, door), stepsEndedAtMs, ctx.monotonic()) > stableForMs,
      );
    const leftMs = drill.giveUpAfterMs - (stepsEndedAtMs - (fault.atMs ?? stepsEndedAtMs));
    if (!(await until(ctx, isStable, leftMs)))
      stopped = `given up ${drill.giveUpAfterMs / 1000} s after the fault`;
  } catch (error) {
    stopped = ctx.signal.aborted ? 'interrupted by the user' : (error as Error).message;
  }
  const wasMended = fault.broken.length > 0;
  await mend(scene, fault, () => true);
  if (stopped !== null) note('note', stopped);
  if (wasMended && !ctx.signal.aborted)
    await until(ctx, () => platform.wholeSinceMs !== null, steadyWithinMs).catch(() => false);
  await watched.stop();
  await platform.stop();
  await log.close();
  const endedAtMs = ctx.monotonic();
  const { rows, reason } = await findRows(watched);
  return {
    drill,
    startedAtMs,
    endedAtMs,
    fault,
    doors: new Map([...watched.doors].map(([door, { results }]) => [door, results])),
    platform,
    acknowledged: await readAcknowledgedLog(logPath),
    rows,
    rowsReason: reason,
    notes,
    interrupted: ctx.signal.aborted,
    stopped,
  };
}

const resultsOf = ({ doors }: WatchedDoors, door: Door): ProbedDoor['results'] =>
  doors.get(door)?.results ?? [];

async function untilSteady(ctx: DrillNeeds, watched: WatchedDoors): Promise<void> {
  const sinceMs = ctx.monotonic();
  const isSteady = (): boolean =>
    [...watched.doors.values()].every(
      ({ results }) => results.length > 0 && quietForMs(results, sinceMs, ctx.monotonic()) > steadyForMs,
    );
  if (await until(ctx, isSteady, steadyWithinMs)) return;
  const failing = [...watched.doors].flatMap(([door, { results }]) => {
    const last = results.findLast(({ failure }) => failure !== null);
    return last === undefined ? [] : [`${door} (${last.failure})`];
  });
  throw new Error(
    `the platform was not steady for ${steadyForMs / 1000} s within ${steadyWithinMs / 1000} s, so nothing was broken: ${failing.join(', ')}`,
  );
}

/** Waits until it holds; false when it did not within the time. Throws when the user ends it. */
async function until(
  ctx: Pick<Context, 'monotonic' | 'signal'>,
  holds: () => boolean,
  withinMs: number,
): Promise<boolean> {
  const deadlineMs = ctx.monotonic() + withinMs;
  while (!holds()) {
    if (ctx.monotonic() > deadlineMs) return false;
    await delay(lookEveryMs, undefined, { signal: ctx.signal });
  }
  return true;
}

/** What is there, as the platform says after the recovery; it gets a few tries, since a failover may end a connection of the pool. */
async function findRows(watched: WatchedDoors): Promise<{ rows: FoundRow[] | null; reason: string | null }> {
  let reason: string | null = null;
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      const rows = await watched.rows();
      await watched.remove();
      return { rows, reason: null };
    } catch (error) {
      reason = (error as Error).message;
      await delay(1_000);
    }
  }
  return { rows: null, reason: `the rows could not be read: ${reason}` };
}

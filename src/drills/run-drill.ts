import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { type AcknowledgedLog, openAcknowledgedLog, readAcknowledgedLog } from './acknowledged-log.ts';
import { quietForMs, recoveryOf, stableForMs } from './availability.ts';
import { type FaultRecord, noFault } from './carry-out-steps.ts';
import type { AcknowledgedWrite, FoundRow } from './compare-writes.ts';
import type { Drill, RoomOfDrill } from './drill.ts';
import type { DrillGround, DrillScene } from './drill-ground.ts';
import type { HeldRoom } from './hold-room.ts';
import { writesNeeded } from './judge-drill.ts';
import type { MediaGap } from './media-gaps.ts';
import type { Door } from './probe.ts';
import type { ProbedDoor } from './probe-door.ts';
import { type DrillSight, showDoors } from './show-doors.ts';
import type { TimelineEvent } from './timeline.ts';
import type { WatchedDoors } from './watch-doors.ts';
import type { PlatformWatch } from './watch-platform.ts';

type Needs = Pick<Context, 'monotonic' | 'signal'>;

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
  /** Of the people in the room; null when there was none, and `roomReason` says why. */
  readonly room: { readonly participants: number; readonly gaps: readonly MediaGap[] } | null;
  readonly roomReason: string | null;
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
/** After a failover a door has to hold for so long before it counts as awaited: longer than a probe hangs. */
const awaitedForMs = 2_000;

/** Who is in the room of a drill that says nothing else: a meeting of a few. */
const smallRoom: RoomOfDrill = { participants: 5, publishers: 2 };

/**
 * Runs one drill: steady state, fault, until stable or given up, mending, comparison. Whatever happens, also Ctrl-C, what was broken
 * is mended before it returns.
 *
 * @param directory for the log of acknowledged writes and the room's files
 * @param onSight once a second, how the doors stand
 */
export async function runDrill(
  ctx: Needs,
  ground: DrillGround,
  drill: Drill,
  directory: string,
  onSight: (sight: DrillSight) => void,
): Promise<DrillObservation> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const room = await tryRoom(ctx, ground, drill, join(directory, 'room'));
  const guests = await ground.inviteGuests();
  const logPath = join(directory, 'acknowledged.log');
  const log = await openAcknowledgedLog(logPath);
  const startedAtMs = ctx.monotonic();
  const watched = await ground.watchDoors(guests, log);
  const platform = ground.watchPlatform();
  const fault = noFault();
  const notes: TimelineEvent[] = [];
  const note: DrillScene['note'] = (kind, text, atMs = ctx.monotonic()) =>
    void notes.push({ atMs, kind, text });
  using _shown = showDoors(watched.doors, notes, onSight);
  const stage: Stage = { ctx, ground, awaitDoor: doorAwaiter(ctx, watched), note, watched, platform, log };
  const stopped = await breakAndWatch(stage, drill, fault);
  if (stopped !== null) note('note', stopped);
  if (!drill.endsElsewhere) await mendAll(stage, fault, ({ act }) => act !== 'drained');
  await watched.stop();
  const endedAtMs = ctx.monotonic();
  const gaps = await room.held?.end();
  const found = await findRows(watched);
  const { wholeSinceMs } = platform;
  // What took over elsewhere, and a server that waits for its last people, go only when all is known.
  await mendAll(stage, fault, () => true);
  await platform.stop();
  await log.close();
  await watched.remove();
  return {
    drill,
    startedAtMs,
    endedAtMs,
    fault,
    doors: new Map([...watched.doors].map(([door, { results }]) => [door, results])),
    platform: {
      changes: platform.changes,
      wholeSinceMs: drill.endsElsewhere ? platform.wholeSinceMs : wholeSinceMs,
    },
    acknowledged: await readAcknowledgedLog(logPath),
    rows: found.rows,
    rowsReason: found.reason,
    room: room.held === null || gaps === undefined ? null : { participants: room.held.participants, gaps },
    roomReason: room.reason,
    notes,
    interrupted: ctx.signal.aborted,
    stopped,
  };
}

/** Without a room a drill still says what became of everything else. */
async function tryRoom(
  ctx: Needs,
  ground: DrillGround,
  { room = smallRoom }: Drill,
  directory: string,
): Promise<{ readonly held: HeldRoom | null; readonly reason: string | null }> {
  try {
    return { held: await ground.holdRoom(room, directory), reason: null };
  } catch (error) {
    ctx.signal.throwIfAborted();
    return { held: null, reason: (error as Error).message };
  }
}

/** What one run of a drill works with. */
interface Stage extends DrillScene {
  readonly ctx: Needs;
  readonly ground: DrillGround;
  readonly watched: WatchedDoors;
  readonly platform: PlatformWatch;
  readonly log: Pick<AcknowledgedLog, 'recorded'>;
}

/** From the steady state to the end of the fault. @returns why it ended before its time, or null */
async function breakAndWatch(stage: Stage, drill: Drill, fault: FaultRecord): Promise<string | null> {
  const { ctx, ground, watched, platform, log } = stage;
  let endCompany: (() => Promise<void>) | undefined;
  try {
    await untilSteady(ctx, watched);
    stage.note('note', `every door was well for ${steadyForMs / 1000} s`);
    endCompany = await ground.accompany(stage, drill, fault);
    await ground.breakIt(stage, drill, fault);
    const stepsEndedAtMs = ctx.monotonic();
    const faultAtMs = fault.atMs ?? stepsEndedAtMs;
    const isQuiet = (door: Door): boolean =>
      quietForMs(resultsOf(watched, door), stepsEndedAtMs, ctx.monotonic()) > stableForMs &&
      recoveryOf(resultsOf(watched, door), { faultAtMs, untilMs: ctx.monotonic() }).stableMs !== null;
    const isWhole = (): boolean => drill.endsElsewhere === true || platform.wholeSinceMs !== null;
    const isStable = (): boolean => isWhole() && drill.doors.every(isQuiet) && log.recorded >= writesNeeded;
    const leftMs = drill.giveUpAfterMs - (stepsEndedAtMs - faultAtMs);
    const isDone = await until(ctx, isStable, leftMs);
    return isDone ? null : `given up ${drill.giveUpAfterMs / 1000} s after the fault`;
  } catch (error) {
    if (ctx.signal.aborted) return 'interrupted by the user';
    const why = (error as Error).message;
    // What was broken by half is judged by what went wrong, not by doors that may not have felt it.
    if (fault.atMs === null) fault.unproven.push(why);
    else fault.shortcomings.push(`it could not go on: ${why}`);
    return why;
  } finally {
    await endCompany?.();
  }
}

/** Undoes what is still broken and fits, and waits until the platform is whole. */
async function mendAll(
  stage: Stage,
  fault: FaultRecord,
  fits: Parameters<DrillGround['mend']>[2],
): Promise<void> {
  if (!fault.broken.some(fits)) return;
  const { ctx, ground, platform } = stage;
  await ground.mend(stage, fault, fits);
  if (ctx.signal.aborted) return;
  await until(ctx, () => platform.wholeSinceMs !== null, steadyWithinMs).catch(() => false);
}

const doorAwaiter =
  (ctx: Needs, watched: WatchedDoors): DrillScene['awaitDoor'] =>
  async (door, ms) => {
    const sinceMs = ctx.monotonic();
    await until(ctx, () => quietForMs(resultsOf(watched, door), sinceMs, ctx.monotonic()) > awaitedForMs, ms);
  };

const resultsOf = ({ doors }: WatchedDoors, door: Door): ProbedDoor['results'] =>
  doors.get(door)?.results ?? [];

async function untilSteady(ctx: Needs, watched: WatchedDoors): Promise<void> {
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
      return { rows: await watched.rows(), reason: null };
    } catch (error) {
      reason = (error as Error).message;
      await delay(1_000);
    }
  }
  return { rows: null, reason: `the rows could not be read: ${reason}` };
}

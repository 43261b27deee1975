import type { AcknowledgedLog } from './acknowledged-log.ts';
import type { FaultRecord } from './carry-out-steps.ts';
import type { Drill, RoomOfDrill } from './drill.ts';
import type { FiredAlert } from './drill-result.ts';
import type { HeldRoom } from './hold-room.ts';
import type { Guests } from './invite-guests.ts';
import type { Door } from './probe.ts';
import type { HealthAfter } from './read-health.ts';
import type { TimelineKind } from './timeline.ts';
import type { WatchedDoors } from './watch-doors.ts';
import type { PlatformWatch } from './watch-platform.ts';

/** What a fault is told while it is carried out, and tells. */
export interface DrillScene {
  /** Resolves when the door has worked again, or after so long. */
  awaitDoor(door: Door, ms: number): Promise<void>;
  note(kind: TimelineKind, text: string, atMs?: number): void;
}

/** A platform for the length of one drill: how people get in, how it is watched, broken and mended. */
export interface DrillGround {
  /** @throws Error saying why no room came about; a drill goes on without */
  holdRoom(people: RoomOfDrill, directory: string): Promise<HeldRoom>;
  inviteGuests(): Promise<Guests>;
  watchDoors(guests: Guests, log: AcknowledgedLog): Promise<WatchedDoors>;
  watchPlatform(): PlatformWatch;
  /** Carries out the fault and proves it. */
  breakIt(scene: DrillScene, drill: Drill, record: FaultRecord): Promise<void>;
  /** Begins what looks at the platform beside the probes. @returns ends it */
  accompany(scene: DrillScene, drill: Drill, record: FaultRecord): Promise<() => Promise<void>>;
  /** Undoes what is still broken and fits. */
  mend(
    scene: DrillScene,
    record: FaultRecord,
    fits: (broken: FaultRecord['broken'][number]) => boolean,
  ): Promise<void>;
}

/** Alerts since a fault; `reason` says why they are not known, where they are not. */
export interface AlertsSeen {
  readonly alerts: readonly FiredAlert[];
  readonly reason: string | null;
}

/** Where drills are carried out. */
export interface DrillPlace {
  /** As a run names what it was about, such as `local`. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What the reader has to know of how it was measured here. */
  readonly method: readonly string[];
  /** Anew for each drill: what a drill has left behind may lie elsewhere. */
  open(): Promise<DrillGround>;
  /** Lets the platform forget what the last drill asked of it, where it counts that. */
  rest(): Promise<void>;
  readAlerts(fault: FaultRecord): Promise<AlertsSeen>;
  readHealth(): Promise<HealthAfter>;
}

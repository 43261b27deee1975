import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from '../../../src/adapters/local-target.ts';
import { carryOutSteps, type FaultScene, mend, noFault } from '../../../src/drills/carry-out-steps.ts';
import type { PlatformWatch } from '../../../src/drills/watch-platform.ts';
import { GomeetError } from '../../../src/errors.ts';
import type { SoakFault } from './fault-schedule.ts';
import type { SoakWorld } from './soak-world.ts';

/** What became of one fault. */
export interface SoakedFault {
  readonly proofs: readonly string[];
  readonly unproven: readonly string[];
  /** From the fault until every service was ready again; null when that took longer than the patience. */
  readonly wholeAfterMs: number | null;
}

/** A fault that is hampered for 20 s, a rewind of PostgreSQL after that, and some room: what is not whole by then is broken. */
const wholeWithinMs = 120_000;

/** Brings one fault in, mends it, and waits until the platform is whole. */
export async function carryOutSoakFault(
  world: SoakWorld,
  connections: Connections,
  platform: PlatformWatch,
  { steps }: SoakFault,
): Promise<SoakedFault> {
  const { target } = world;
  const scene: FaultScene = {
    ctx: world,
    target,
    doors: await world.platformDoors(),
    connections,
    awaitDoor: () => Promise.resolve(),
    note: () => undefined,
  };
  const record = noFault();
  try {
    await onceDecided(world, () => carryOutSteps(scene, { steps }, record));
  } finally {
    await mend(scene, record, () => true);
  }
  const { atMs, proofs, unproven } = record;
  const mendedAtMs = world.monotonic();
  const deadlineMs = mendedAtMs + wholeWithinMs;
  // A look takes place once a second: what it says has to be of after the mending.
  await delay(2_000, undefined, { signal: world.signal });
  while (platform.wholeSinceMs === null && world.monotonic() < deadlineMs)
    await delay(200, undefined, { signal: world.signal });
  const { wholeSinceMs } = platform;
  const wholeAfterMs = wholeSinceMs === null || atMs === null ? null : Math.max(0, wholeSinceMs - atMs);
  return { proofs, unproven, wholeAfterMs };
}

/** A platform that is whole may still be about to choose who plays a part: it gets half a minute. */
async function onceDecided(world: SoakWorld, act: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof GomeetError && error.code === 'no-such-role') || tries === 30) throw error;
      await delay(1_000, undefined, { signal: world.signal });
    }
  }
}

import type { BackupWorld } from '../backup/backup-world.ts';
import type { Context } from '../context.ts';
import type { checkHealth } from '../health/check-health.ts';
import type { LoadNeeds } from '../loadtest/run-load.ts';
import { carryOutSteps, type FaultScene, mend } from './carry-out-steps.ts';
import type { DrillGround, DrillPlace, DrillScene } from './drill-ground.ts';
import { emulateKubelets } from './emulate-kubelets.ts';
import { holdRoom } from './hold-room.ts';
import { inviteGuests } from './invite-guests.ts';
import { readAlerts } from './read-alerts.ts';
import { readHealth } from './read-health.ts';
import { watchDoors } from './watch-doors.ts';
import { watchPlatform } from './watch-platform.ts';

export type LocalDrillNeeds = BackupWorld &
  LoadNeeds &
  Parameters<typeof checkHealth>[0] &
  Pick<Context, 'platformDoors' | 'getJson'>;

const method = [
  'That the fault took place is read from the kernel or the network, not from whoever brought it about.',
  'A restore goes back to a moment, or to the end of the archive: what was acknowledged after it is given up. Each drill tells it as its RPO; the number of lost writes, of which none may be, leaves it out.',
] as const;

/** The platform of this machine: its supervisor breaks and mends, its database is written to directly. */
export function localPlace(ctx: LocalDrillNeeds, profile: string): DrillPlace {
  return {
    target: 'local',
    parameters: { profile },
    method: [
      'Rows (40 a second) are written into the database, lines of chat (20 a second) through the API.',
      ...method,
    ],
    open: () => openGround(ctx),
    rest: () => Promise.resolve(),
    readAlerts: (fault) => readAlerts(ctx, fault),
    readHealth: () => readHealth(ctx),
  };
}

async function openGround(ctx: LocalDrillNeeds): Promise<DrillGround> {
  const target = await ctx.localTarget();
  const connections = await target.connections();
  const doors = await ctx.platformDoors();
  const whole = (scene: DrillScene): FaultScene => ({
    ...scene,
    ctx,
    world: ctx,
    target,
    doors,
    connections,
  });
  return {
    holdRoom: (people, directory) => holdRoom(ctx, connections, people, directory),
    inviteGuests: () => inviteGuests(ctx, doors, connections),
    watchDoors: (guests, log) => watchDoors(ctx, doors, guests, connections.databaseUrl, log),
    watchPlatform: () => watchPlatform(ctx, target),
    breakIt: (scene, drill, record) => carryOutSteps(whole(scene), drill, record),
    accompany: (scene, drill, record) =>
      drill.kubelets ? emulateKubelets(whole(scene), record) : Promise.resolve(() => Promise.resolve()),
    mend: (scene, record, fits) => mend(whole(scene), record, fits),
  };
}

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from '../../../src/adapters/local-target.ts';
import {
  type AcknowledgedLog,
  openAcknowledgedLog,
  readAcknowledgedLog,
} from '../../../src/drills/acknowledged-log.ts';
import { outagesOf } from '../../../src/drills/availability.ts';
import { compareWrites, type WriteComparison } from '../../../src/drills/compare-writes.ts';
import { inviteGuests } from '../../../src/drills/invite-guests.ts';
import { type KeptSocket, keepSocket } from '../../../src/drills/keep-socket.ts';
import { type WatchedDoors, watchDoors } from '../../../src/drills/watch-doors.ts';
import type { SoakWorld } from './soak-world.ts';

/** What a stretch of load has come to. */
export interface SoakedStretch {
  readonly writes: WriteComparison;
  /** Lines of chat that the listening sockets have heard, all together. */
  readonly linesHeard: number;
  /** For how long each door was away in all, and how often. */
  readonly doors: readonly { readonly door: string; readonly awayMs: number; readonly outages: number }[];
}

const listenerCount = 10;
const returnEveryMs = 250;

/**
 * Puts writers, probes of every door and listening chat sockets on the platform until stopped. An access token lives for 15 minutes, so
 * nobody is invited for longer than ten: a long soak is a row of stretches.
 */
export async function startStretch(world: SoakWorld, connections: Connections, folder: string, name: string) {
  const doors = await world.platformDoors();
  const guests = await inviteGuests(world, doors, connections);
  const logPath = join(folder, `${name}.log`);
  const log: AcknowledgedLog = await openAcknowledgedLog(logPath);
  const watched = await watchDoors(world, doors, guests, connections.databaseUrl, log);
  let linesHeard = 0;
  const listeners = Array.from({ length: listenerCount }, () =>
    keepSocket(world, doors, guests, ({ type }) => {
      if (type === 'chat_message') linesHeard += 1;
    }),
  );
  const returning = setInterval(() => listeners.forEach(isIn), returnEveryMs);
  return {
    watched,
    async stop(): Promise<SoakedStretch> {
      clearInterval(returning);
      for (const listener of listeners) listener.close();
      await watched.stop();
      await log.close();
      const endedAtMs = world.monotonic();
      const writes = compareWrites(await readAcknowledgedLog(logPath), await rowsOf(watched), endedAtMs);
      return { writes, linesHeard, doors: doorsOf(watched, endedAtMs) };
    },
  };
}

/** Asking for the socket makes one that has lost its connection come back. */
function isIn(listener: KeptSocket): boolean {
  try {
    return listener.socket().isOpen;
  } catch {
    return false;
  }
}

/** A connection of the pool may have been cut by the last fault: a few tries. */
async function rowsOf(watched: WatchedDoors) {
  for (let tries = 1; ; tries += 1) {
    try {
      const rows = await watched.rows();
      await watched.remove();
      return rows;
    } catch (error) {
      if (tries === 5) throw error;
      await delay(1_000);
    }
  }
}

const doorsOf = ({ doors }: WatchedDoors, endedAtMs: number): SoakedStretch['doors'] =>
  [...doors].map(([door, { results }]) => {
    const outages = outagesOf(results);
    const awayMs = outages.reduce((sum, { fromMs, toMs }) => sum + (toMs ?? endedAtMs) - fromMs, 0);
    return { door, awayMs, outages: outages.length };
  });

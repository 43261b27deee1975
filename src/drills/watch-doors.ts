import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { Context } from '../context.ts';
import type { AcknowledgedLog } from './acknowledged-log.ts';
import type { FoundRow } from './compare-writes.ts';
import type { Guests } from './invite-guests.ts';
import { type KeptSocket, keepSocket } from './keep-socket.ts';
import type { Door } from './probe.ts';
import { probePatienceMs } from './probe.ts';
import { type ProbedDoor, probeDoor } from './probe-door.ts';
import { readLines } from './read-lines.ts';

/** All doors of a platform under watch, and the writers behind two of them. */
export interface WatchedDoors {
  readonly doors: ReadonlyMap<Door, ProbedDoor>;
  /** Ends all probing. */
  stop(): Promise<void>;
  /** Every write that is there, as the platform tells it now. */
  rows(): Promise<FoundRow[]>;
  /** Takes away what the drill has put there. */
  remove(): Promise<void>;
}

/** Rows come twice as often as probes: with one line of chat each they are 60 writes a second, 2,400 in the shortest drill. */
const writeEveryMs = 25;

/** Opens every door and begins to probe it. Two of them write: a row each, a line of chat each, with a sequence number. */
export async function watchDoors(
  ctx: Pick<Context, 'monotonic'>,
  platform: PlatformDoors,
  guests: Guests,
  databaseUrl: string,
  log: AcknowledgedLog,
): Promise<WatchedDoors> {
  const database = platform.database(databaseUrl, probePatienceMs);
  await database.prepare();
  const chat = chatWriter(ctx, platform, guests, log);
  const listener = keepSocket(ctx, platform, guests, () => undefined);
  let sequence = 0;
  const write = async (): Promise<void> => {
    const own = { writer: 'sql', sequence: sequence++ };
    await database.write(own.writer, own.sequence);
    await log.record({ ...own, acknowledgedAtMs: ctx.monotonic() });
  };
  const doors = new Map<Door, ProbedDoor>([
    ['api', probeDoor(ctx, (signal) => readRoom(guests, signal))],
    ['websocket', probeDoor(ctx, (signal) => pingPong(listener, signal))],
    ['chat', probeDoor(ctx, chat.say)],
    ['database-read', probeDoor(ctx, () => database.read())],
    ['database-write', probeDoor(ctx, write, { everyMs: writeEveryMs })],
    ['room-join', probeDoor(ctx, (signal) => joinRoom(platform, guests, signal))],
  ]);
  return {
    doors,
    async stop() {
      await Promise.all([...doors.values()].map((door) => door.stop()));
      listener.close();
      chat.close();
    },
    rows: async () => [...(await database.rows()), ...(await readLines(guests))],
    async remove() {
      // The next drill empties what could not be taken away; a room that could not be ended harms nobody.
      await database.remove().catch(() => undefined);
      await guests.leave().catch(() => undefined);
      await database.close();
    },
  };
}

async function readRoom(guests: Guests, signal: AbortSignal): Promise<void> {
  await guests.ask({ path: `/api/v1/rooms/${guests.roomId}`, token: guests.next().token, signal });
}

/** A seat and a token from the API, and the media server that takes the token: without either nobody gets in. */
async function joinRoom(platform: PlatformDoors, guests: Guests, signal: AbortSignal): Promise<void> {
  const path = `/api/v1/rooms/${guests.roomId}/join`;
  const answer = await guests.ask({ path, method: 'POST', token: guests.next().token, signal });
  const { livekit } = answer as { livekit: { url: string; token: string } };
  const url = `${livekit.url.replace(/^ws/, 'http')}/rtc/validate?access_token=${livekit.token}`;
  const { status } = await platform.request({ url, signal });
  if (status !== 200) throw new Error(`the media server answered ${status}`);
}

async function pingPong(kept: KeptSocket, signal: AbortSignal): Promise<void> {
  const socket = kept.socket();
  signal.addEventListener('abort', () => kept.drop(socket), { once: true });
  await socket.ping();
}

/** Says a line each time and waits until it is accepted. An answer that comes late is an acknowledgement all the same. */
function chatWriter(
  ctx: Pick<Context, 'monotonic'>,
  platform: PlatformDoors,
  guests: Guests,
  log: AcknowledgedLog,
) {
  const waiting = new Map<string, () => void>();
  let next = 0;
  const hear = (message: Readonly<Record<string, unknown>>): void => {
    if (message.type !== 'chat_accepted' || typeof message.clientId !== 'string') return;
    const { clientId } = message;
    const acknowledgedAtMs = ctx.monotonic();
    void log
      .record({ writer: 'chat', sequence: Number(clientId), acknowledgedAtMs })
      .then(() => waiting.get(clientId)?.());
  };
  const kept = keepSocket(ctx, platform, guests, hear);
  return {
    close: () => kept.close(),
    async say(signal: AbortSignal): Promise<void> {
      const socket = kept.socket();
      const clientId = String(next++);
      const accepted = new Promise<void>((resolve) => waiting.set(clientId, resolve));
      signal.addEventListener('abort', () => kept.drop(socket), { once: true });
      socket.send({ type: 'chat', text: `line ${clientId}`, clientId });
      await accepted;
      waiting.delete(clientId);
    },
  };
}

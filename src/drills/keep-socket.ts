import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { Context } from '../context.ts';
import type { Guests } from './invite-guests.ts';
import { probePatienceMs } from './probe.ts';

type DoorSocket = Awaited<ReturnType<PlatformDoors['socket']>>;
type Message = Readonly<Record<string, unknown>>;

/** Between two tries to come back, as a client that is told nothing does. Tickets are limited to 60 a minute for each account. */
const tryEveryMs = 250;

/** A person's WebSocket in the drill's room, who comes back when it breaks. */
export interface KeptSocket {
  /** The open socket; while there is none, a failure. */
  socket(): DoorSocket;
  /** Drops one that does not answer. */
  drop(socket: DoorSocket): void;
  close(): void;
}

/**
 * Keeps a WebSocket in the room of the guests. Tries overlap: one that hangs must not keep the next from getting in.
 *
 * @param onMessage hears what the server says in the room
 */
export function keepSocket(
  ctx: Pick<Context, 'monotonic'>,
  doors: PlatformDoors,
  guests: Guests,
  onMessage: (message: Message) => void,
): KeptSocket {
  let current: DoorSocket | undefined;
  let lastTryMs = Number.NEGATIVE_INFINITY;
  let lastFailure = 'not connected yet';
  let isOver = false;

  const tryOnce = async (): Promise<void> => {
    const signal = AbortSignal.timeout(probePatienceMs);
    try {
      const socket = await enter(doors, guests, signal, onMessage);
      if (isOver || current !== undefined) {
        socket.close();
        return;
      }
      current = socket;
      void socket.closed.then((how) => {
        if (current !== socket) return;
        current = undefined;
        lastFailure = how;
        lastTryMs = Number.NEGATIVE_INFINITY;
      });
    } catch (error) {
      lastFailure = signal.aborted ? `not in within ${probePatienceMs} ms` : (error as Error).message;
    }
  };
  return {
    socket() {
      if (current?.isOpen) return current;
      if (ctx.monotonic() - lastTryMs >= tryEveryMs) {
        lastTryMs = ctx.monotonic();
        void tryOnce();
      }
      throw new Error(`no connection: ${lastFailure}`);
    },
    drop(socket) {
      if (current === socket) current = undefined;
      socket.close();
    },
    close() {
      isOver = true;
      current?.close();
    },
  };
}

/** The way in, as docs/realtime.md has it: a seat, a ticket, the socket, the room. */
async function enter(
  doors: PlatformDoors,
  guests: Guests,
  signal: AbortSignal,
  onMessage: (message: Message) => void,
): Promise<DoorSocket> {
  const { token } = guests.next();
  await guests.ask({ path: `/api/v1/rooms/${guests.roomId}/join`, method: 'POST', token, signal });
  const { ticket } = (await guests.ask({ path: '/api/v1/ws-tickets', method: 'POST', token, signal })) as {
    ticket: string;
  };
  const socket = await doors.socket(`${guests.apiUrl.replace(/^http/, 'ws')}/ws`, signal);
  const heard = new Map<unknown, () => void>();
  socket.onMessage((message) => {
    heard.get(message.type)?.();
    onMessage(message);
  });
  const until = (type: string): Promise<void> =>
    new Promise((resolve, reject) => {
      heard.set(type, resolve);
      signal.addEventListener('abort', () => reject(new Error(`no "${type}" came`)), { once: true });
      void socket.closed.then((how) => reject(new Error(how)));
    });
  try {
    const authenticated = until('authenticated');
    socket.send({ type: 'authenticate', ticket });
    await authenticated;
    const joined = until('joined');
    socket.send({ type: 'join_room', roomId: guests.roomId });
    await joined;
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

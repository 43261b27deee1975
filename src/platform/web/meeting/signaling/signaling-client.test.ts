import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { ServerMessage } from './protocol.ts';
import { openSignaling, type Signaling } from './signaling-client.ts';

const roomId = '0b0e8f8e-0000-4000-8000-000000000001';
let server: WebSocketServer;
let signaling: Signaling | undefined;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
});
afterEach(() => {
  signaling?.close();
  for (const socket of server.clients) socket.terminate();
  server.close();
});

/** A real server's side of one connection: what it hears comes out in order. */
async function nextConnection() {
  const [socket] = (await once(server, 'connection')) as [ServerSocket];
  const heard: Record<string, unknown>[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)));
    wake();
  });
  return {
    socket,
    async hears(): Promise<Record<string, unknown>> {
      while (heard.length === 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      return heard.shift() ?? {};
    },
    says: (message: object) => socket.send(JSON.stringify(message)),
  };
}

function open(over: { takeTicket?: () => Promise<string>; lastSequence?: () => number } = {}) {
  const messages: ServerMessage[] = [];
  const refused = Promise.withResolvers<string>();
  let tickets = 0;
  const nextTicket = async () => {
    tickets += 1;
    return `ticket-${tickets}`;
  };
  signaling = openSignaling({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`,
    takeTicket: over.takeTicket ?? nextTicket,
    greeting: () => ({ type: 'join_room', roomId, lastSequence: over.lastSequence?.() ?? 0 }),
    onMessage: (message) => messages.push(message),
    onRefused: refused.resolve,
    pace: { firstMs: 1, longestMs: 1 },
  });
  return { signaling, messages, refused: refused.promise };
}

async function stateIs(client: Signaling, wanted: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = client.state.subscribe((state) => {
    if (state === wanted) resolve();
  });
  await promise;
  stop();
}

async function greet(connection: Awaited<ReturnType<typeof nextConnection>>) {
  const authenticate = await connection.hears();
  connection.says({ type: 'authenticated', userId: 'ann' });
  const join = await connection.hears();
  connection.says({ type: 'joined', roomId });
  return { authenticate, join };
}

describe('signaling', () => {
  test('gives its ticket, joins, and only then is open', async () => {
    const accepted = nextConnection();
    const { signaling } = open();
    expect(signaling.send({ type: 'typing', active: true })).toBe(false);
    const connection = await accepted;
    expect(await greet(connection)).toEqual({
      authenticate: { type: 'authenticate', ticket: 'ticket-1' },
      join: { type: 'join_room', roomId, lastSequence: 0 },
    });
    await stateIs(signaling, 'open');
    expect(signaling.send({ type: 'hand', raised: true })).toBe(true);
    expect(await connection.hears()).toEqual({ type: 'hand', raised: true });
  });

  test('comes back with a new ticket and the place where the conversation stood', async () => {
    let lastSequence = 0;
    const first = nextConnection();
    const { signaling } = open({ lastSequence: () => lastSequence });
    const before = await first;
    await greet(before);
    await stateIs(signaling, 'open');
    lastSequence = 7;
    const second = nextConnection();
    before.socket.terminate();
    const { authenticate, join } = await greet(await second);
    expect([authenticate.ticket, join.lastSequence]).toEqual(['ticket-2', 7]);
    await stateIs(signaling, 'open');
  });

  test('a server that goes away is left and found again', async () => {
    const first = nextConnection();
    const { signaling, messages } = open();
    const before = await first;
    await greet(before);
    const second = nextConnection();
    before.says({ type: 'reconnect', afterMs: 0 });
    before.socket.close(1012);
    await greet(await second);
    await stateIs(signaling, 'open');
    expect(messages.map(({ type }) => type)).toContain('reconnect');
  });

  test.each([4403, 4404])('does not come back after %i, and says why', async (closeCode) => {
    const accepted = nextConnection();
    const { signaling, refused } = open();
    const connection = await accepted;
    await connection.hears();
    connection.says({ type: 'error', code: 'room-ended', message: 'The meeting is over.' });
    connection.socket.close(closeCode);
    expect(await refused).toBe('room-ended');
    expect(signaling.state.value).toBe('closed');
  });

  test('tries again when a ticket cannot be had, and gives up when the session is over', async () => {
    const answers = [{ status: 503 }, { status: 0 }, { status: 401 }];
    const { refused } = open({ takeTicket: () => Promise.reject(answers.shift()) });
    expect(await refused).toBe('session-ended');
    expect(answers).toEqual([]);
  });

  test('makes a new connection beside one that may be dead', async () => {
    const first = nextConnection();
    const { signaling } = open();
    await greet(await first);
    const second = nextConnection();
    signaling.reopen();
    await greet(await second);
    await stateIs(signaling, 'open');
  });
});

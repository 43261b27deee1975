import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../src/platform/api/realtime/messages.ts';
import type { TestAccount } from './accounts.ts';

type Message<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

/** A client's side of one WebSocket. Messages are kept until they are asked for, so none is missed. */
export interface TestSocket {
  readonly raw: WebSocket;
  send(message: object): void;
  /** The next message of a type that fits; those before it are passed over. */
  next<T extends ServerMessage['type']>(
    type: T,
    fits?: (message: Message<T>) => boolean,
  ): Promise<Message<T>>;
  /** The close code, once the server closed. */
  readonly closed: Promise<number>;
  close(): void;
}

/** Lets an app listen on a free port. @returns the address of its WebSocket. */
export async function listen(app: FastifyInstance): Promise<string> {
  return `${(await app.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws')}/ws`;
}

export async function openSocket(url: string): Promise<TestSocket> {
  const raw = new WebSocket(url);
  const received: ServerMessage[] = [];
  let wake = () => {};
  raw.on('message', (data) => {
    received.push(JSON.parse(data.toString()));
    wake();
  });
  const closed = new Promise<number>((resolve) => raw.once('close', (code) => resolve(code)));
  await new Promise((resolve, reject) => raw.once('open', resolve).once('error', reject));
  return {
    raw,
    closed,
    send: (message) => raw.send(JSON.stringify(message)),
    close: () => raw.close(),
    next: async (type, fits = () => true) => {
      for (;;) {
        for (let message = received.shift(); message; message = received.shift()) {
          if (message.type === type && fits(message as never)) return message as never;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

export async function ticketFor(account: TestAccount): Promise<string> {
  return (await account.call('POST', '/api/v1/ws-tickets')).json<{ ticket: string }>().ticket;
}

/** A socket that is authenticated. */
export async function openSession(url: string, account: TestAccount): Promise<TestSocket> {
  const socket = await openSocket(url);
  socket.send({ type: 'authenticate', ticket: await ticketFor(account) });
  await socket.next('authenticated');
  return socket;
}

/** A socket that is authenticated and in a room where its account has a seat. */
export async function enterRoom(url: string, account: TestAccount, roomId: string): Promise<TestSocket> {
  const socket = await openSession(url, account);
  socket.send({ type: 'join_room', roomId });
  await socket.next('joined');
  return socket;
}

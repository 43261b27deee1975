/** The way in to a platform that is played: people sign in, open a room, take seats, and talk over a WebSocket. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';

export interface PlayedGateway extends AsyncDisposable {
  readonly url: string;
  /** Every line that was accepted, in its order; taking one out is a loss of data. */
  readonly lines: string[];
  /** From now on it answers 503 and lets nobody talk, or it is well again. */
  setAway(isAway: boolean): void;
}

interface Said {
  readonly type: string;
  readonly text?: string;
  readonly clientId?: string;
}

export async function playGateway(): Promise<PlayedGateway> {
  const lines: string[] = [];
  let isAway = false;
  let url = '';
  const routes: readonly (readonly [RegExp, number, () => unknown])[] = [
    [/\/auth\/login$/, 200, () => ({ user: { id: 'u' }, accessToken: 'token' })],
    [/\/rooms$/, 201, () => ({ id: 'r1' })],
    [/\/rooms\/r1$/, 200, () => ({ id: 'r1' })],
    [/\/join$/, 200, () => ({ livekit: { url: url.replace(/^http/, 'ws'), token: 'media' } })],
    [/\/rtc\/validate$/, 200, () => 'success'],
    [/\/ws-tickets$/, 201, () => ({ ticket: 'once' })],
  ];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://played');
    if (request.method === 'POST') await json(request).catch(() => null);
    const found = routes.find(([path]) => path.test(pathname));
    const isMessages = pathname.endsWith('/messages');
    const status = isAway ? 503 : isMessages ? 200 : (found?.[1] ?? 404);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isMessages ? pageOf(lines, searchParams) : (found?.[2]() ?? null)));
  };
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (isAway) socket.destroy();
    else sockets.handleUpgrade(request, socket, head, (client) => listen(client, lines));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, lines },
    setAway(away) {
      isAway = away;
      if (away) for (const client of sockets.clients) client.terminate();
    },
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(client: WebSocket, lines: string[]): void {
  client.on('message', (data) => {
    const { type, text = '', clientId } = JSON.parse(data.toString()) as Said;
    const tell = (message: object): void => client.send(JSON.stringify(message));
    if (type === 'authenticate') tell({ type: 'authenticated' });
    if (type === 'join_room') tell({ type: 'joined' });
    if (type !== 'chat') return;
    lines.push(text);
    tell({ type: 'chat_accepted', clientId });
  });
}

function pageOf(lines: readonly string[], query: URLSearchParams): object {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit'));
  const items = lines.slice(from, to).map((text, index) => ({ sequence: from + index, text }));
  return { items, nextCursor: to < lines.length ? String(to) : null };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The way from a worker to the media server, on which something can happen to an order before it arrives. */
export interface SlowWay {
  readonly url: string;
  /** Called at orders of that name, such as `RemoveParticipant`; an answer that one gives takes the place of LiveKit's. */
  at: Readonly<Record<string, () => Promise<Response | undefined>>>;
  stop(): void;
}

/** What LiveKit answers when the connection that an order is for closes meanwhile. */
export const noAnswer = () =>
  Response.json({ code: 'unavailable', msg: 'no response from servers' }, { status: 503 });

export async function startSlowWay(mediaUrl: string): Promise<SlowWay> {
  const way: SlowWay = {
    url: '',
    at: {},
    stop: () => server.close().closeAllConnections(),
  };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { 'content-type': type = '', authorization = '' } = request.headers;
    const order = request.url?.split('/').at(-1) ?? '';
    const answer =
      (await way.at[order]?.()) ??
      (await fetch(`${mediaUrl}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': type, authorization },
        ...(body.length > 0 && { body }),
      }));
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(way, { url: `http://127.0.0.1:${port}` });
}

import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddr from '@fastify/proxy-addr';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { addressSubject } from '../plugins/access.ts';
import type { Policy } from '../policy.ts';
import { ClientSocket } from './client-socket.ts';

/** Takes WebSocket upgrades on /ws, from allowed origins and within the limit of an address. */
export function takeUpgrades(
  app: FastifyInstance,
  { policy, trustedProxies }: { policy: Policy; trustedProxies: readonly string[] },
  receive: (socket: ClientSocket) => void,
): void {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  // Compression would cost 25 times the memory per connection, for messages of a hundred bytes.
  const server = new WebSocketServer({
    WebSocket: ClientSocket,
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: policy.webSocket.maxMessageBytes,
  });
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', destroyOnError);
    // An upgrade is no request of Fastify's, which would know the caller's address by the same rule.
    admit(app, request, { policy, address: proxyAddr(request, isTrusted) }).then(
      (status) => {
        if (status !== 101) refuseUpgrade(socket, status);
        else server.handleUpgrade(request, socket, head, receive);
      },
      (error: unknown) => {
        app.log.error({ err: error }, 'websocket upgrade');
        refuseUpgrade(socket, 500);
      },
    );
  });
}

/** @returns the HTTP status that an upgrade gets: 101, or why not. */
async function admit(
  app: FastifyInstance,
  request: IncomingMessage,
  { policy, address }: { policy: Policy; address: string },
): Promise<number> {
  if (request.url?.split('?', 1)[0] !== '/ws') return 404;
  if (app.lifecycle.draining) return 503;
  const { origin } = request.headers;
  // Browsers always name the origin of the page, and no page can change that; who names none is no browser.
  if (origin !== undefined && !app.allowedOrigins.has(origin)) return 403;
  const { overall } = policy.limits;
  const usage = await app.limiter.consume(overall, addressSubject(address));
  if (!usage?.exceeded) return 101;
  app.metrics.rateLimited.inc({ limit: overall.name });
  return 429;
}

function destroyOnError(this: Duplex): void {
  this.destroy();
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const retryAfter = status === 429 || status === 503 ? 'Retry-After: 60\r\n' : '';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${retryAfter}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

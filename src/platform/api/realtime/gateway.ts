import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import { WebSocketServer } from 'ws';
import type { Config } from '../config.ts';
import { addressSubject } from '../plugins/access.ts';
import type { Policy } from '../policy.ts';
import { AuthenticationDeadline } from './authentication-deadline.ts';
import { ClientSocket, createReception } from './client-socket.ts';
import type { Connection } from './connection.ts';
import { Hub } from './hub.ts';
import { CloseCode } from './messages.ts';
import { PingSweep } from './ping-sweep.ts';
import { createRoomBus } from './room-bus.ts';
import { createTickets, type Tickets } from './tickets.ts';

declare module 'fastify' {
  interface FastifyInstance {
    tickets: Tickets;
    hub: Hub;
  }
}

/** Sockets that are told goodbye before other work gets a turn: 500 take about 10 ms. */
const sliceSize = 500;
/** Reconnecting clients spread so that the workers that remain see about this many a second. */
const reconnectsPerSecond = 500;

/** Takes WebSocket upgrades on /ws and keeps the sockets: time to authenticate, pings, and an orderly end. */
export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const limits = policy.webSocket;
  const connections = new Set<Connection>();
  const bus = createRoomBus({
    worker: config.worker,
    publisher: app.redis,
    subscriber: app.redisSubscriber,
    onEvent: (roomId, event) => app.hub.receive(roomId, event),
    onError: (error) => app.log.warn({ err: error }, 'room bus'),
  });
  app.decorate('hub', new Hub(bus, limits.presenceBatchMs));
  app.decorate('tickets', createTickets(app.redis, limits.ticketSeconds, app.metrics.tickets));
  new Gauge({
    name: 'gomeet_websocket_connections',
    help: 'Open WebSockets',
    registers: [app.metrics.registry],
    collect() {
      this.set(connections.size);
    },
  });

  // Compression would cost 25 times the memory per connection, for messages of a hundred bytes.
  const server = new WebSocketServer({
    WebSocket: ClientSocket,
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: limits.maxMessageBytes,
  });
  const deadline = new AuthenticationDeadline(limits.authenticateWithinMs);
  const receive = createReception(app, connections, deadline, limits);
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', destroyOnError);
    admit(app, request, policy).then(
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

  const sweep = new PingSweep(connections, limits.pingIntervalMs);
  app.addHook('preClose', async () => {
    sweep.stop();
    deadline.stop();
    app.lifecycle.draining = true;
    const spreadMs = Math.max(1000, (connections.size / reconnectsPerSecond) * 1000);
    await inSlices(connections, (connection) => {
      connection.send({ type: 'reconnect', afterMs: Math.round(Math.random() * spreadMs) });
      connection.close(CloseCode.restart, 'restart');
    });
    // Clients answer a close frame at once; the ones that do not are gone, and nobody waits for them.
    for (let waitedMs = 0; connections.size > 0 && waitedMs < 1500; waitedMs += 50) await delay(50);
    for (const connection of connections) connection.terminate();
  });
});

/** @returns the HTTP status that an upgrade gets: 101, or why not. */
async function admit(app: FastifyInstance, request: IncomingMessage, policy: Policy): Promise<number> {
  if (request.url?.split('?', 1)[0] !== '/ws') return 404;
  if (app.lifecycle.draining) return 503;
  const { overall } = policy.limits;
  const usage = await app.limiter.consume(overall, addressSubject(request.socket.remoteAddress ?? ''));
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

async function inSlices(
  connections: Set<Connection>,
  visit: (connection: Connection) => void,
): Promise<void> {
  let visited = 0;
  for (const connection of [...connections]) {
    visit(connection);
    visited += 1;
    if (visited % sliceSize === 0) await nextTurn();
  }
}

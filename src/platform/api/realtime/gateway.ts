import { randomUUID } from 'node:crypto';
import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import type { Config } from '../config.ts';
import type { Policy } from '../policy.ts';
import { createLiveRoomRepository, type LiveRoomRepository } from '../repositories/live-rooms.ts';
import { createMessageRepository, type MessageRepository } from '../repositories/messages.ts';
import { AuthenticationDeadline } from './authentication-deadline.ts';
import { ChatWriter } from './chat-writer.ts';
import { createReception } from './client-socket.ts';
import type { Connection } from './connection.ts';
import { drain } from './drain.ts';
import { Hub } from './hub.ts';
import { createPeopleBus } from './people-bus.ts';
import { PingSweep } from './ping-sweep.ts';
import { createQualityMetrics, type QualityMetrics } from './quality-metrics.ts';
import { createRoomBus } from './room-bus.ts';
import { SeatWatch } from './seat-watch.ts';
import { SessionWatch } from './session-watch.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { takeUpgrades } from './upgrade.ts';

declare module 'fastify' {
  interface FastifyInstance {
    tickets: Tickets;
    hub: Hub;
    messages: MessageRepository;
    liveRooms: LiveRoomRepository;
    chat: ChatWriter;
    quality: QualityMetrics;
  }
}

/** Keeps the WebSockets of a worker and its rooms: time to authenticate, pings, the end of sessions, and an orderly end. */
export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const limits = policy.webSocket;
  const connections = new Set<Connection>();
  const warn = (what: string) => (error: unknown) => app.log.warn({ err: error }, what);
  const messages = createMessageRepository(app.databases);
  const liveRooms = createLiveRoomRepository(app.databases);

  const redis = { origin: randomUUID(), publisher: app.redis, subscriber: app.redisSubscriber };
  const onError = warn('room bus');
  const hub = new Hub({
    bus: createRoomBus({ ...redis, onError, onEvent: (roomId, event) => hub.receive(roomId, event) }),
    people: createPeopleBus({ ...redis, onError, onEvent: (event) => hub.receiveForPeople(event) }),
    conversations: {
      look: liveRooms.look,
      lastSequences: messages.lastSequences,
      linesAfter: (roomId, after, limit) => messages.readForDelivery(roomId, { after, limit }),
    },
    connections,
    limits,
    onError: warn('conversation'),
  });
  const seats = new SeatWatch({
    hub,
    intervalMs: limits.sessionCheckIntervalMs,
    find: liveRooms.findPutOut,
    onError: warn('seats of sockets'),
  });
  // Redis is back: what it did not bring meanwhile is looked for at once.
  const lookForMissed = () => {
    hub.lookForLines();
    seats.look();
  };
  app.redisSubscriber.on('ready', lookForMissed);
  const chat = new ChatWriter({
    write: messages.say,
    onSaid: (roomId, lines) => hub.publish(roomId, { type: 'chat', lines }),
  });
  app.decorate('messages', messages);
  app.decorate('liveRooms', liveRooms);
  app.decorate('hub', hub);
  app.decorate('chat', chat);
  app.decorate('tickets', createTickets(app.redis, limits.ticketSeconds, app.metrics.tickets));
  app.decorate('quality', createQualityMetrics(app.metrics.registry));
  new Gauge({
    name: 'websocket_connections_active',
    help: 'Open WebSockets',
    registers: [app.metrics.registry],
    collect() {
      this.set(connections.size);
    },
  });

  const deadline = new AuthenticationDeadline(limits.authenticateWithinMs);
  if (config.roles.includes('signaling'))
    takeUpgrades(
      app,
      { policy, trustedProxies: config.web.trustedProxies },
      createReception(app, connections, deadline, limits),
    );
  const sweep = new PingSweep(connections, limits.pingIntervalMs);
  const sessions = new SessionWatch({
    connections,
    intervalMs: limits.sessionCheckIntervalMs,
    findEnded: liveRooms.findEndedSessions,
    onError: warn('sessions of sockets'),
  });
  app.addHook('preClose', async () => {
    sweep.stop();
    deadline.stop();
    sessions.stop();
    seats.stop();
    app.redisSubscriber.off('ready', lookForMissed);
    app.lifecycle.draining = true;
    await drain(connections, limits);
    // What was said and not yet answered is written, so that sending it again elsewhere finds it.
    await chat.settled();
    hub.stop();
  });
});

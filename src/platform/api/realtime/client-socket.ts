import type { FastifyInstance } from 'fastify';
import { type RawData, WebSocket } from 'ws';
import { isDatabaseAway } from '../plugins/errors.ts';
import type { AuthenticationDeadline } from './authentication-deadline.ts';
import { parseClientMessage } from './client-messages.ts';
import { Connection, type ConnectionRules } from './connection.ts';
import { answer } from './conversation.ts';
import { CloseCode } from './messages.ts';

/** A WebSocket that knows its connection. The listeners find it by `this`, so that all sockets share one function for each event. */
export class ClientSocket extends WebSocket {
  connection: Connection | undefined;
}

/** @returns what takes a new socket on: it is counted among `connections` until it closes. */
export function createReception(
  app: FastifyInstance,
  connections: Set<Connection>,
  deadline: AuthenticationDeadline,
  limits: ConnectionRules['limits'],
): (socket: ClientSocket) => void {
  const received = app.metrics.webSocketMessages.labels('in');
  const rules: ConnectionRules = {
    limits,
    metrics: app.metrics,
    sent: app.metrics.webSocketMessages.labels('out'),
    answer: (connection, message) => answer(app, connection, message),
    onFailure: (connection, error) => {
      if (error instanceof Error && isDatabaseAway(error)) {
        app.log.warn({ err: error }, 'websocket message');
        connection.refuse(CloseCode.unavailable, 'unavailable', 'The server is overloaded; try again later.');
        return;
      }
      app.log.error({ err: error }, 'websocket message');
      connection.refuse(CloseCode.internal, 'internal', 'The server failed; try again.');
    },
  };

  function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    const { connection } = this as ClientSocket;
    if (!connection) return;
    received.inc();
    if (!connection.admitMessage(performance.now())) {
      app.metrics.rateLimited.inc({ limit: 'websocket-messages' });
      const message = `The limit is ${limits.messagesPerMinute} messages a minute.`;
      connection.refuse(CloseCode.tooManyMessages, 'rate-limited', message);
      return;
    }
    const parsed = isBinary ? { fault: 'Messages are text.' } : parseClientMessage(data.toString());
    if ('fault' in parsed) connection.refuse(CloseCode.malformed, 'malformed', parsed.fault);
    else connection.take(parsed.message);
  }

  function onPong(this: WebSocket): void {
    const { connection } = this as ClientSocket;
    if (connection) connection.alive = true;
  }

  // Protocol errors, such as a message that is too large: ws closes the socket with the code for it.
  function onError(error: Error): void {
    app.log.debug({ err: error }, 'websocket');
  }

  function onClose(this: WebSocket): void {
    const { connection } = this as ClientSocket;
    if (!connection) return;
    (this as ClientSocket).connection = undefined;
    connections.delete(connection);
    app.hub.exit(connection);
    if (connection.account) app.presence.leave(connection.account.userId);
  }

  return (socket) => {
    const connection = new Connection(socket, rules);
    socket.connection = connection;
    connections.add(connection);
    deadline.watch(connection);
    socket.on('message', onMessage).on('pong', onPong).on('error', onError).on('close', onClose);
  };
}

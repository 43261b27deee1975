import type { Counter } from 'prom-client';
import type { WebSocket } from 'ws';
import type { Account } from '../auth/access-token.ts';
import type { Metrics } from '../metrics.ts';
import type { Role } from '../permissions.ts';
import type { Policy } from '../policy.ts';
import type { ClientMessage } from './client-messages.ts';
import { CloseCode, type ServerMessage } from './messages.ts';

/** What all connections of a worker share. Each has one reference to it, as each byte here is one for every socket. */
export interface ConnectionRules {
  readonly limits: Policy['webSocket'];
  readonly metrics: Metrics;
  readonly sent: Counter.Internal;
  /** Answers one message; it may reject. */
  answer(connection: Connection, message: ClientMessage): Promise<void>;
  onFailure(connection: Connection, error: unknown): void;
}

/** One WebSocket: who it belongs to, the room it is in, and the care taken in writing to it. */
export class Connection {
  account: Account | undefined;
  /** The room that it is in, is entering, or waits to be let into. */
  roomId: string | undefined;
  /** In the room that it is in; none while it is entering or waits. */
  role: Role | undefined;
  /** Gets the lines of its room as they come. Not while older ones are sent to it: all come in the order of their numbers. */
  hearing = false;
  /** Presence was left out because it read too slowly. */
  presenceMissed = false;
  /** Set by a pong, cleared by the ping before it: still clear at the next ping, the other side is gone. */
  alive = true;
  readonly #socket: WebSocket;
  readonly #rules: ConnectionRules;
  /** Messages that came while one was being answered; there is none for most of a connection's life. */
  #waiting: ClientMessage[] | undefined;
  #windowStartMs = 0;
  #messagesInWindow = 0;

  constructor(socket: WebSocket, rules: ConnectionRules) {
    this.#socket = socket;
    this.#rules = rules;
  }

  /** Counts a received message. @returns whether it is within the limit. */
  admitMessage(nowMs: number): boolean {
    if (nowMs - this.#windowStartMs >= 60_000) {
      this.#windowStartMs = nowMs;
      this.#messagesInWindow = 0;
    }
    this.#messagesInWindow += 1;
    return this.#messagesInWindow <= this.#rules.limits.messagesPerMinute;
  }

  /** Has a message answered when those before it are. */
  take(message: ClientMessage): void {
    if (this.#waiting) this.#waiting.push(message);
    else void this.#answerFrom(message);
  }

  async #answerFrom(first: ClientMessage): Promise<void> {
    const waiting: ClientMessage[] = [];
    this.#waiting = waiting;
    for (let message: ClientMessage | undefined = first; message; message = waiting.shift()) {
      try {
        await this.#rules.answer(this, message);
      } catch (error) {
        this.#rules.onFailure(this, error);
      }
    }
    this.#waiting = undefined;
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  send(message: ServerMessage): void {
    this.sendFrame(Buffer.from(JSON.stringify(message)));
  }

  /** Sends a message that was serialised once for many. A reader that is too far behind is cut. */
  sendFrame(frame: Buffer): void {
    if (!this.open) return;
    if (this.backlogBytes > this.#rules.limits.maxBufferedBytes) {
      // A close frame would wait behind the backlog, so there is none.
      this.#cut('too-slow');
      return;
    }
    this.#rules.sent.inc();
    this.#socket.send(frame, { binary: false });
  }

  /** Sends what may be left out, unless a backlog shows that the reader has enough to do. @returns whether it was sent. */
  offerFrame(frame: Buffer): boolean {
    if (this.backlogBytes > this.#rules.limits.lowWaterBytes) return false;
    this.sendFrame(frame);
    return true;
  }

  /** What was sent and has not left yet. */
  get backlogBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** The session that the ticket was bought in is over. */
  endSession(): void {
    this.refuse(CloseCode.unauthenticated, 'session-ended', 'The session is over; log in again.');
  }

  /** Says why, then closes. */
  refuse(closeCode: CloseCode, code: string, message: string, ref?: string): void {
    this.send({ type: 'error', code, message, ref });
    this.close(closeCode, code);
  }

  close(code: CloseCode, reason: string): void {
    if (!this.open) return;
    this.#rules.metrics.webSocketCloses.inc({ code: String(code) });
    this.#socket.close(code, reason);
  }

  ping(): void {
    if (!this.alive) {
      this.#cut('no-pong');
      return;
    }
    this.alive = false;
    this.#socket.ping();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #cut(code: string): void {
    this.#rules.metrics.webSocketCloses.inc({ code });
    this.#socket.terminate();
  }
}

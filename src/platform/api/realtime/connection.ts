import type { WebSocket } from 'ws';
import type { Account } from '../auth/access-token.ts';
import type { Metrics } from '../metrics.ts';
import type { Policy } from '../policy.ts';
import type { CloseCode, ServerMessage } from './messages.ts';

/** One WebSocket: who it belongs to, the room it is in, and the care taken in writing to it. */
export class Connection {
  account: Account | undefined;
  roomId: string | undefined;
  /** Set by a pong, cleared by the ping before it: still clear at the next ping, the other side is gone. */
  alive = true;
  readonly #socket: WebSocket;
  readonly #limits: Policy['webSocket'];
  readonly #metrics: Metrics;
  #windowStartMs = 0;
  #messagesInWindow = 0;

  constructor(socket: WebSocket, limits: Policy['webSocket'], metrics: Metrics) {
    this.#socket = socket;
    this.#limits = limits;
    this.#metrics = metrics;
  }

  /** Counts a received message. @returns whether it is within the limit. */
  admitMessage(nowMs: number): boolean {
    if (nowMs - this.#windowStartMs >= 60_000) {
      this.#windowStartMs = nowMs;
      this.#messagesInWindow = 0;
    }
    this.#messagesInWindow += 1;
    return this.#messagesInWindow <= this.#limits.messagesPerMinute;
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
    if (this.#socket.bufferedAmount > this.#limits.maxBufferedBytes) {
      // A close frame would wait behind the backlog, so there is none.
      this.#metrics.webSocketCloses.inc({ code: 'too-slow' });
      this.#socket.terminate();
      return;
    }
    this.#metrics.webSocketMessages.inc({ direction: 'out' });
    this.#socket.send(frame, { binary: false });
  }

  /** Says why, then closes. */
  refuse(closeCode: CloseCode, code: string, message: string, ref?: string): void {
    this.send({ type: 'error', code, message, ref });
    this.close(closeCode, code);
  }

  close(code: CloseCode, reason: string): void {
    if (!this.open) return;
    this.#metrics.webSocketCloses.inc({ code: String(code) });
    this.#socket.close(code, reason);
  }

  ping(): void {
    if (!this.alive) {
      this.#metrics.webSocketCloses.inc({ code: 'no-pong' });
      this.#socket.terminate();
      return;
    }
    this.alive = false;
    this.#socket.ping();
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

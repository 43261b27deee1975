import { type ReadonlySignal, signal } from '@preact/signals';
import type { ClientMessage, ServerMessage } from './protocol.ts';
import { defaultPace, type RetryPace, retryDelayMs } from './retry-delay.ts';

export interface SignalingOptions {
  /** `ws:` or `wss:` address of the API's `/ws`. */
  readonly url: string;
  /** Gets a single-use ticket by REST. It throws an error with a `status` of 401 when the session is over. */
  readonly takeTicket: () => Promise<string>;
  /** What to say after authenticating, each time anew: where the conversation stood is known only then. */
  readonly greeting: () => ClientMessage;
  readonly onMessage: (message: ServerMessage) => void;
  /** The server will not have us: coming back is no use. Called once, and nothing after it. */
  readonly onRefused: (code: string, message: string) => void;
  readonly pace?: RetryPace;
}

export interface Signaling {
  readonly state: ReadonlySignal<'connecting' | 'open' | 'reconnecting' | 'closed'>;
  /** @returns false while there is no connection; the message is then not sent. */
  send(message: ClientMessage): boolean;
  /** Tries now instead of at the next turn, as when the network is back; a connection that stands stays. */
  retryNow(): void;
  /** Gives up the connection that may be dead without knowing, and makes another. */
  reopen(): void;
  close(): void;
}

/** The API has no way back from these: it was told something wrong, or it does not want this person here. */
const finalCloseCodes: readonly number[] = [4400, 4403, 4404];

/** A WebSocket to the signaling API that comes back by itself after a loss, with a new ticket each time. */
export function openSignaling(options: SignalingOptions): Signaling {
  const state = signal<'connecting' | 'open' | 'reconnecting' | 'closed'>('connecting');
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  /** Asked for by the server that goes away: it spreads its clients over the time that the others need. */
  let wantedDelayMs: number | undefined;
  let lastError = { code: 'refused', message: 'The server closed the connection.' };
  /** Counts connections, so that what an abandoned one still says is not taken for the new one's. */
  let generation = 0;

  const end = (code: string, message: string): void => {
    close();
    options.onRefused(code, message);
  };

  async function connect(): Promise<void> {
    generation += 1;
    const mine = generation;
    clearTimeout(timer);
    timer = undefined;
    let ticket: string;
    try {
      ticket = await options.takeTicket();
    } catch (error) {
      if (mine !== generation) return;
      if ((error as { status?: number }).status === 401) end('session-ended', 'Your session is over.');
      else scheduleRetry();
      return;
    }
    if (mine !== generation) return;
    const opened = new WebSocket(options.url);
    socket = opened;
    opened.onopen = () => opened.send(JSON.stringify({ type: 'authenticate', ticket }));
    opened.onmessage = ({ data }) => {
      if (mine === generation) take(JSON.parse(String(data)) as ServerMessage, opened);
    };
    opened.onclose = ({ code }) => {
      if (mine !== generation) return;
      socket = undefined;
      if (finalCloseCodes.includes(code)) end(lastError.code, lastError.message);
      else scheduleRetry();
    };
  }

  function take(message: ServerMessage, from: WebSocket): void {
    if (message.type === 'authenticated') from.send(JSON.stringify(options.greeting()));
    if (
      message.type === 'joined' ||
      (message.type === 'authenticated' && options.greeting().type === 'wait_room')
    ) {
      attempt = 0;
      state.value = 'open';
    }
    if (message.type === 'reconnect') wantedDelayMs = message.afterMs;
    if (message.type === 'error') lastError = message;
    options.onMessage(message);
  }

  function scheduleRetry(): void {
    state.value = 'reconnecting';
    const delayMs = wantedDelayMs ?? retryDelayMs(attempt, Math.random(), options.pace ?? defaultPace);
    wantedDelayMs = undefined;
    attempt += 1;
    timer = setTimeout(connect, delayMs);
  }

  function abandon(): void {
    generation += 1;
    clearTimeout(timer);
    timer = undefined;
    socket?.close();
    socket = undefined;
  }

  function close(): void {
    state.value = 'closed';
    abandon();
  }

  void connect();
  return {
    state,
    send(message) {
      if (state.peek() !== 'open' || socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    retryNow() {
      if (timer !== undefined) void connect();
    },
    reopen() {
      if (state.peek() === 'closed') return;
      abandon();
      state.value = 'reconnecting';
      void connect();
    },
    close,
  };
}

import { WebSocket } from 'ws';

/** A WebSocket of the platform's, as a program holds it. */
export interface DoorSocket {
  send(message: object): void;
  /** Resolves with the answer to a WebSocket ping. */
  ping(): Promise<void>;
  onMessage(listener: (message: Readonly<Record<string, unknown>>) => void): void;
  /** Resolves when it is closed, by whomever. */
  readonly closed: Promise<string>;
  readonly isOpen: boolean;
  /** Ends it without goodbye. */
  close(): void;
}

/** Opens a WebSocket; throws when it is not open before the signal says that it is enough. */
export async function openSocket(url: string, signal: AbortSignal): Promise<DoorSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const closed = new Promise<string>((resolve) =>
    socket.once('close', (code) => resolve(`closed with ${code}`)),
  );
  // An error is always followed by `close`; without a listener it would end the process.
  socket.on('error', () => undefined);
  const giveUp = (): void => socket.terminate();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed before it was open')));
      if (signal.aborted) giveUp();
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  return {
    closed,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    send: (message) => socket.send(JSON.stringify(message)),
    ping: () =>
      new Promise<void>((resolve, reject) => {
        socket.once('pong', () => resolve());
        void closed.then((how) => reject(new Error(how)));
        socket.ping();
      }),
    onMessage: (listener) => {
      socket.on('message', (data) => listener(JSON.parse(data.toString()) as Record<string, unknown>));
    },
    close: () => socket.terminate(),
  };
}

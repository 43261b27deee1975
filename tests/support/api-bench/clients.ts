import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** @returns when the whole answer is there; it rejects unless that is 200. */
export function post(url: string, headers: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`answered ${answer.statusCode}`));
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** A room full of sockets; a line that one of them says is done when all have heard it. */
export interface Audience {
  /** @returns how long it took to reach each of them, from the moment at which it was due. */
  say(dueMs: number): Promise<readonly number[]>;
  close(): void;
}

const withinMs = 10_000;

/** @param enter opens one socket of the room and returns it when it hears the room. */
export async function gather(size: number, enter: (index: number) => Promise<WebSocket>): Promise<Audience> {
  const lines = new Map<string, { dueMs: number; latenciesMs: number[]; done: () => void }>();
  const sockets: WebSocket[] = [];
  let said = 0;
  // Ten at a time: entering is not what is measured here.
  for (let first = 0; first < size; first += 10) {
    const slice = Array.from({ length: Math.min(10, size - first) }, (_, index) => enter(first + index));
    sockets.push(...(await Promise.all(slice)));
  }
  for (const socket of sockets) {
    socket.on('message', (data) => {
      // The mark is found without reading the JSON: 500 sockets share the cores with the server.
      const mark = /"text":"#(\d+) /.exec(data.toString())?.[1];
      const line = mark === undefined ? undefined : lines.get(mark);
      if (!line) return;
      line.latenciesMs.push(performance.now() - line.dueMs);
      if (line.latenciesMs.length === size) line.done();
    });
  }
  return {
    say: (dueMs) =>
      new Promise((resolve, reject) => {
        said += 1;
        const mark = String(said);
        const late = setTimeout(() => reject(new Error('not everybody heard it')), withinMs);
        const latenciesMs: number[] = [];
        const done = () => {
          clearTimeout(late);
          lines.delete(mark);
          resolve(latenciesMs);
        };
        lines.set(mark, { dueMs, latenciesMs, done });
        const text = `#${mark} ${'x'.repeat(80)}`;
        sockets[said % size]?.send(JSON.stringify({ type: 'chat', text }));
      }),
    close: () => {
      for (const socket of sockets) socket.terminate();
    },
  };
}

/** What a socket says on opening and on what it hears; undefined: nothing. */
export interface Greeting {
  readonly first: object;
  answer(message: { type: string }): object | 'in' | undefined;
}

/** Opens a socket. @returns it when it is in the room; without a greeting it is so at once. */
export function openSocket(url: string, localAddress: string, greeting?: Greeting): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { localAddress, perMessageDeflate: false });
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.once('open', () => {
      if (!greeting) {
        resolve(socket);
        return;
      }
      send(greeting.first);
      const onMessage = (data: { toString(): string }) => {
        const answer = greeting.answer(JSON.parse(data.toString()));
        if (answer === undefined) return;
        if (answer !== 'in') {
          send(answer);
          return;
        }
        socket.off('message', onMessage);
        resolve(socket);
      };
      socket.on('message', onMessage);
    });
  });
}

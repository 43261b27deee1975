/**
 * Many people who chat, as a process of its own: it reads who they are from standard input, lets them talk until its parent
 * sends SIGUSR2, waits until every line is confirmed and heard by all, and writes what each of them heard to standard output.
 * They behave as the web app does: they come back with the number of the last line, and repeat what was not confirmed.
 */
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../src/platform/api/realtime/messages.ts';

export interface CrowdPlan {
  readonly apiUrl: string;
  /** Between two lines of one person. */
  readonly lineEveryMs: number;
  readonly people: readonly { userId: string; token: string; roomId: string; address: string }[];
}

export interface CrowdReport {
  readonly people: readonly {
    readonly roomId: string;
    /** Lines that were confirmed, by the ids that they were sent with. */
    readonly confirmed: readonly string[];
    readonly lastSequence: number;
    /** Lines heard again. */
    readonly doubled: number;
    /** Lines that came while one before them was missing: lost, or out of order. */
    readonly skipped: number;
    readonly connections: number;
  }[];
}

class Chatter {
  readonly plan: CrowdPlan['people'][number];
  readonly confirmed: string[] = [];
  readonly unconfirmed = new Set<string>();
  lastSequence: number | undefined;
  doubled = 0;
  skipped = 0;
  connections = 0;
  isIn = false;
  #said = 0;
  #socket: WebSocket | undefined;
  readonly #apiUrl: string;

  constructor(apiUrl: string, plan: CrowdPlan['people'][number]) {
    this.#apiUrl = apiUrl;
    this.plan = plan;
  }

  /** Keeps a connection for as long as the process lives. */
  async stay(): Promise<never> {
    for (;;) {
      const waitMs = await this.#connect().catch(() => undefined);
      this.isIn = false;
      await delay(waitMs ?? 200 + Math.random() * 800);
    }
  }

  say(): void {
    this.#said += 1;
    const clientId = `${this.plan.userId.slice(0, 8)}-${this.#said}`;
    this.unconfirmed.add(clientId);
    if (this.isIn) this.#send({ type: 'chat', text: `line ${clientId}`, clientId });
  }

  /** @returns after how long to come back, when the connection has ended. */
  async #connect(): Promise<number | undefined> {
    const answer = await fetch(`${this.#apiUrl}/api/v1/ws-tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.plan.token}` },
      signal: AbortSignal.timeout(10_000),
    });
    const { ticket } = (await answer.json()) as { ticket?: string };
    if (ticket === undefined) return undefined;
    const socket = new WebSocket(`${this.#apiUrl.replace('http', 'ws')}/ws`, {
      localAddress: this.plan.address,
      handshakeTimeout: 10_000,
    });
    this.#socket = socket;
    let comeBackMs: number | undefined;
    socket.on('error', () => undefined);
    socket.on('open', () => this.#send({ type: 'authenticate', ticket }));
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as ServerMessage;
      if (message.type === 'reconnect') comeBackMs = message.afterMs;
      else this.#take(message);
    });
    await new Promise((resolve) => socket.once('close', resolve));
    return comeBackMs;
  }

  #take(message: ServerMessage): void {
    const { roomId } = this.plan;
    switch (message.type) {
      case 'authenticated': {
        const { lastSequence } = this;
        this.#send({ type: 'join_room', roomId, ...(lastSequence !== undefined && { lastSequence }) });
        break;
      }
      case 'joined':
        this.connections += 1;
        this.isIn = true;
        this.lastSequence ??= message.lastSequence;
        for (const clientId of this.unconfirmed)
          this.#send({ type: 'chat', text: `line ${clientId}`, clientId });
        break;
      case 'resynced':
        if (!message.complete) this.#send({ type: 'resync', after: message.lastSequence });
        break;
      case 'chat_accepted':
        if (message.clientId !== undefined && this.unconfirmed.delete(message.clientId))
          this.confirmed.push(message.clientId);
        break;
      case 'chat_message':
        this.#hear(message.sequence);
        break;
      case 'error':
        // The line was not confirmed: it is said again with the next connection.
        this.#socket?.close();
    }
  }

  #hear(sequence: number): void {
    const last = this.lastSequence ?? 0;
    if (sequence <= last) this.doubled += 1;
    else if (sequence > last + 1) this.skipped += 1;
    this.lastSequence = Math.max(last, sequence);
  }

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }
}

const plan = JSON.parse(await readAll(process.stdin)) as CrowdPlan;
const crowd = plan.people.map((person) => new Chatter(plan.apiUrl, person));
for (const [index, chatter] of crowd.entries()) {
  void chatter.stay();
  // 100 a second, so that the beginning is not what is tested.
  if (index % 10 === 9) await delay(100);
}
while (!crowd.every(({ isIn }) => isIn)) await delay(50);
process.stderr.write('all in\n');

let turn = 0;
const talking = setInterval(() => {
  crowd[turn % crowd.length]?.say();
  turn += 1;
}, plan.lineEveryMs / crowd.length);
await new Promise((resolve) => process.once('SIGUSR2', resolve));
clearInterval(talking);

const lastOf = (roomId: string) =>
  Math.max(
    ...crowd.filter(({ plan }) => plan.roomId === roomId).map(({ lastSequence }) => lastSequence ?? 0),
  );
const deadlineMs = performance.now() + 60_000;
const isDone = () =>
  crowd.every(
    (one) => one.unconfirmed.size === 0 && one.isIn && one.lastSequence === lastOf(one.plan.roomId),
  );
while (!isDone() && performance.now() < deadlineMs) await delay(250);

const report: CrowdReport = {
  people: crowd.map(({ plan: { roomId }, confirmed, lastSequence = 0, doubled, skipped, connections }) => ({
    roomId,
    confirmed,
    lastSequence,
    doubled,
    skipped,
    connections,
  })),
};
process.stdout.write(JSON.stringify(report), () => process.exit(0));

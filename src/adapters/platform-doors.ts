import { readFileSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { type DoorDatabase, openDatabase } from './door-database.ts';
import { type DoorAnswer, type DoorRequest, requestOnce } from './door-request.ts';
import { type DoorSocket, openSocket } from './door-socket.ts';
import { openTls, type TlsDoor } from './door-tls.ts';

/** What the kernel says of a process. */
export type ProcessState = 'running' | 'stopped' | 'gone';

/** The ways into a platform, and what can be seen of it from outside, for those who watch it break. */
export interface PlatformDoors {
  request(asked: DoorRequest): Promise<DoorAnswer>;
  socket(url: string, signal: AbortSignal): Promise<DoorSocket>;
  database(url: string, patienceMs: number): DoorDatabase;
  /** Read from the kernel, not from whoever started it. */
  processState(processId: number): ProcessState;
  /** What is left on the file system of a folder. */
  freeBytes(folder: string): number;
  /** `master` or `slave`, as the server itself says. */
  redisRole(url: string, patienceMs: number): Promise<string>;
  tls(place: Parameters<typeof openTls>[0], patienceMs: number): Promise<TlsDoor>;
  /** Whether somebody takes a TCP connection there. */
  accepts(address: { readonly host: string; readonly port: number }, patienceMs: number): Promise<boolean>;
}

export function createPlatformDoors(): PlatformDoors {
  return {
    request: requestOnce,
    socket: openSocket,
    database: openDatabase,
    processState,
    freeBytes,
    redisRole,
    tls: openTls,
    accepts,
  };
}

/** proc(5): the state is the first letter after the name in brackets; a zombie does nothing any more, and T is stopped. */
function processState(processId: number): ProcessState {
  let text: string;
  try {
    text = readFileSync(`/proc/${processId}/stat`, 'latin1');
  } catch {
    return 'gone';
  }
  const letter = text.slice(text.lastIndexOf(')') + 2)[0];
  return letter === 'Z' || letter === 'X' ? 'gone' : letter === 'T' ? 'stopped' : 'running';
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function accepts({ host, port }: { host: string; port: number }, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs });
    const end = (took: boolean): void => {
      socket.destroy();
      resolve(took);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

async function redisRole(url: string, patienceMs: number): Promise<string> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: patienceMs, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const [role] = (await client.call('ROLE')) as [string];
    return role;
  } finally {
    client.disconnect();
  }
}

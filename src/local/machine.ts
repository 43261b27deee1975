import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeNeeded } from './own-code.ts';
import { runCommand } from './run-command.ts';

/** What the machine allows, each asked for by itself. Undefined where the system does not tell. */
export interface Machine {
  readonly nodeVersion: string;
  /** The oldest that runs this code, as major and minor version. */
  readonly nodeNeeded: string;
  readonly processors: number;
  /** Open files a process may have (the hard limit: Node and Go raise themselves to it); Infinity without one. */
  openFilesPerProcess(): Promise<number | undefined>;
  /** The ports that the kernel hands out to outgoing connections, for each source address. */
  ephemeralPorts(): Promise<{ first: number; last: number } | undefined>;
  /** The largest receive buffer that a socket may ask for. */
  receiveBufferBytes(): Promise<number | undefined>;
  /** Free space where the folder is, or will be, that an ordinary user may fill. */
  freeDiskBytes(folder: string): Promise<number>;
  memoryBytes(): Promise<{ available: number; total: number }>;
  /** By how much the wall clock strayed from the monotonic one in 200 ms, and whether the system says it is synchronised. */
  clock(): Promise<{ strayMs: number; synchronised: boolean | undefined }>;
  /** True when 127.0.0.2 … 127.255.255.254 can be used like 127.0.0.1. */
  hasLoopbackRange(): Promise<boolean>;
}

export const machine: Machine = {
  nodeVersion: process.versions.node,
  nodeNeeded,
  processors: availableParallelism(),
  openFilesPerProcess,
  ephemeralPorts,
  receiveBufferBytes,
  freeDiskBytes,
  memoryBytes,
  clock,
  hasLoopbackRange,
};

async function openFilesPerProcess(): Promise<number | undefined> {
  const { stdout } = await runCommand('/bin/sh', ['-c', 'ulimit -Hn']);
  return stdout.trim() === 'unlimited' ? Number.POSITIVE_INFINITY : numberIn(stdout);
}

async function ephemeralPorts(): Promise<{ first: number; last: number } | undefined> {
  const [first, last] =
    process.platform === 'linux'
      ? (procFile('/proc/sys/net/ipv4/ip_local_port_range') ?? '').split(/\s+/).map(numberIn)
      : await Promise.all(['first', 'last'].map((end) => sysctl(`net.inet.ip.portrange.${end}`)));
  return first === undefined || last === undefined ? undefined : { first, last };
}

async function receiveBufferBytes(): Promise<number | undefined> {
  return process.platform === 'linux'
    ? numberIn(procFile('/proc/sys/net/core/rmem_max') ?? '')
    : sysctl('kern.ipc.maxsockbuf');
}

async function freeDiskBytes(folder: string): Promise<number> {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  return bavail * bsize;
}

async function memoryBytes(): Promise<{ available: number; total: number }> {
  // MemAvailable counts the page cache as free, which freemem() does not.
  const kilobytes = numberIn(/^MemAvailable:\s+(\d+)/m.exec(procFile('/proc/meminfo') ?? '')?.[1] ?? '');
  return { available: kilobytes === undefined ? freemem() : kilobytes * 1024, total: totalmem() };
}

async function clock(): Promise<{ strayMs: number; synchronised: boolean | undefined }> {
  const [wall, monotonic] = [Date.now(), performance.now()];
  const asked = runCommand('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeoutMs: 2_000 });
  await delay(200);
  const strayMs = Math.abs(Date.now() - wall - (performance.now() - monotonic));
  const answer = (await asked).stdout.trim();
  return { strayMs, synchronised: answer === 'yes' ? true : answer === 'no' ? false : undefined };
}

async function hasLoopbackRange(): Promise<boolean> {
  const usable = ['127.0.0.2', '127.200.100.50'].map((host) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port: 0 }, () => server.close(() => resolve(true)));
    return promise;
  });
  return (await Promise.all(usable)).every(Boolean);
}

async function sysctl(name: string): Promise<number | undefined> {
  return numberIn((await runCommand('sysctl', ['-n', name], { timeoutMs: 2_000 })).stdout);
}

function numberIn(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? undefined : number;
}

function procFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

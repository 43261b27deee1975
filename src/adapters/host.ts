import { readFileSync } from 'node:fs';
import { arch, cpus, freemem, hostname, platform, release, totalmem } from 'node:os';

/** CPU time since boot, over all processors, in milliseconds. */
export interface CpuTime {
  readonly busyMs: number;
  readonly totalMs: number;
}

export interface HostFacts {
  readonly name: string;
  readonly system: string;
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
  /** Soft limit of open files for a process, or null where the system does not tell. */
  readonly openFilesMax: number | null;
}

/** The machine that gomeet runs on. */
export interface Host {
  facts(): HostFacts;
  cpuTime(): CpuTime;
  /** Share of memory in use, 0 to 1: what the kernel could not hand out without swapping. */
  memoryUsedShare(): number;
  /**
   * CPU time that a process and its children have used, in milliseconds: PostgreSQL works in a child for each connection.
   * Undefined when it is gone or the system does not tell.
   */
  processCpuMs(processId: number): number | undefined;
  /** Resident memory of a process; undefined when it is gone or the system does not tell. */
  processMemoryBytes(processId: number): number | undefined;
}

/** Linux counts process CPU time in clock ticks, 100 of them a second on every architecture (sysconf _SC_CLK_TCK). */
const tickMs = 10;

export function createHost(): Host {
  return { facts, cpuTime, memoryUsedShare, processCpuMs, processMemoryBytes };
}

function facts(): HostFacts {
  return {
    name: hostname(),
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: cpus().length,
    memoryBytes: totalmem(),
    openFilesMax: openFilesMax(),
  };
}

function openFilesMax(): number | null {
  const line = procFile('/proc/self/limits')
    ?.split('\n')
    .find((text) => text.startsWith('Max open files'));
  const soft = Number(line?.split(/\s{2,}/)[1]);
  return Number.isFinite(soft) ? soft : null;
}

function cpuTime(): CpuTime {
  let busyMs = 0;
  let totalMs = 0;
  for (const { times } of cpus()) {
    const busy = times.user + times.nice + times.sys + times.irq;
    busyMs += busy;
    totalMs += busy + times.idle;
  }
  return { busyMs, totalMs };
}

function memoryUsedShare(): number {
  // MemAvailable counts the page cache as free, which os.freemem() does not.
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(procFile('/proc/meminfo') ?? '')?.[1];
  const availableBytes = available === undefined ? freemem() : Number(available) * 1024;
  return 1 - availableBytes / totalmem();
}

function processCpuMs(processId: number): number | undefined {
  const own = ticks(processId);
  if (own === undefined) return undefined;
  const children = procFile(`/proc/${processId}/task/${processId}/children`)?.trim().split(' ') ?? [];
  return children.reduce((sum, child) => sum + (ticks(Number(child)) ?? 0), own) * tickMs;
}

/** User and system time of a process and of those of its children that have ended. */
function ticks(processId: number): number | undefined {
  const stat = procFile(`/proc/${processId}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets and may hold spaces: count from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
}

function processMemoryBytes(processId: number): number | undefined {
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(procFile(`/proc/${processId}/status`) ?? '')?.[1];
  return resident === undefined ? undefined : Number(resident) * 1024;
}

function procFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

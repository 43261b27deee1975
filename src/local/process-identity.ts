import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one that was given the same number. */
export interface ProcessIdentity {
  readonly processId: number;
  /** Opaque: equal for one process for as long as it lives, different for any other with the same number. */
  readonly startedAs: string;
}

/** The identity of a living process; undefined when there is none, or when it is dead and waits to be reaped. */
export function identify(processId: number): ProcessIdentity | undefined {
  const startedAs = process.platform === 'linux' ? startOnLinux(processId) : startByPs(processId);
  return startedAs === undefined ? undefined : { processId, startedAs };
}

/** True while exactly this process lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.processId)?.startedAs === identity.startedAs;
}

/** Sends a signal to the process, or to its whole group; does nothing when that very process is gone. */
export function signalProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  whom: 'process' | 'group',
): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(whom === 'group' ? -identity.processId : identity.processId, signal);
  } catch (error) {
    // It went between the look and the signal; anything else (EPERM) the caller has to know.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Boot id and clock ticks since boot: field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces. */
function startOnLinux(processId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function startByPs(processId: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(processId)], {
      encoding: 'utf8',
    }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

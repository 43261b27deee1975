import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

interface ProcessRow {
  readonly processId: number;
  readonly parent: number;
  readonly group: number;
}

/**
 * The numbers of all processes of a service: its leader, what shares the leader's group, what descends from those, and what
 * works in the service's folder with its descendants (a PostgreSQL whose Patroni is gone). Empty when none lives.
 */
export function serviceProcesses(leader: number | undefined, folder: string | undefined): number[] {
  const rows = processTable();
  const members = new Set(
    rows
      .filter(({ processId, group }) => group === leader || processId === leader)
      .map(({ processId }) => processId),
  );
  if (folder !== undefined) {
    for (const { processId } of rows) if (worksIn(processId, folder)) members.add(processId);
  }
  // A set is walked in order of insertion, what is added meanwhile included: children of children come by themselves.
  for (const member of members) {
    for (const { processId, parent } of rows) if (parent === member) members.add(processId);
  }
  return [...members];
}

/** Sends a signal to each process; one that has gone meanwhile is passed over. */
export function signalAll(processIds: readonly number[], signal: NodeJS.Signals): void {
  for (const processId of processIds) {
    try {
      process.kill(processId, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function processTable(): ProcessRow[] {
  if (process.platform !== 'linux') return processTableByPs();
  return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? rowOf(Number(entry)) : []));
}

/** Fields 3 to 5 of /proc/<pid>/stat: state, parent, group; they follow the name, which may hold spaces. */
function rowOf(processId: number): ProcessRow[] {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1');
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X'
      ? []
      : [{ processId, parent: Number(parent), group: Number(group) }];
  } catch {
    return [];
  }
}

function processTableByPs(): ProcessRow[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const [processId, parent, group, state] = line.trim().split(/\s+/);
    return state?.startsWith('Z')
      ? []
      : [{ processId: Number(processId), parent: Number(parent), group: Number(group) }];
  });
}

function worksIn(processId: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${processId}/cwd`) === folder;
  } catch {
    return false;
  }
}

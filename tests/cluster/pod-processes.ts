import { readdirSync, readFileSync } from 'node:fs';

/** Ids, on this machine, of a pod's processes whose command line begins like this: the group of each names the pod's uid. */
export function processesOfPod(uid: string, command: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => textOf(`/proc/${entry}/cgroup`).includes(uid))
    .filter((entry) => textOf(`/proc/${entry}/cmdline`).startsWith(command))
    .map(Number);
}

/** Empty for a process that has just ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

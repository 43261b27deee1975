import { setTimeout as delay } from 'node:timers/promises';
import type { LocalTarget } from '../adapters/local-target.ts';
import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { FaultAct } from './drill.ts';

type ServiceBefore = Awaited<ReturnType<LocalTarget['status']>>['services'][number] | undefined;

/** How long the kernel may take to end a process, and a firewall to close a port. */
const proofWithinMs = 10_000;
const lookEveryMs = 10;

/**
 * Looks whether a fault took place, past the one who brought it about: at the kernel's table of processes, at the port. A drill
 * whose fault did not take place would pass every time.
 *
 * @param before the service as it was, with the process that was met
 * @param command what broke it; names the file that filled a disk
 */
export async function proveFault(
  doors: Pick<PlatformDoors, 'processState' | 'accepts' | 'freeBytes'>,
  act: FaultAct,
  before: ServiceBefore,
  command: string,
): Promise<{ readonly isProven: boolean; readonly seen: string }> {
  const processId = before?.processId ?? null;
  if (before === undefined || processId === null) return { isProven: false, seen: 'it did not run before' };
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const seen = await look(doors, act, { ...before, processId, command });
    if (seen !== undefined) return { isProven: true, seen };
    if (waitedMs >= proofWithinMs) {
      const seconds = proofWithinMs / 1000;
      return { isProven: false, seen: `${seconds} s after the ${act}, process ${processId} was as before` };
    }
    await delay(lookEveryMs);
  }
}

async function look(
  doors: Pick<PlatformDoors, 'processState' | 'accepts' | 'freeBytes'>,
  act: FaultAct,
  {
    processId,
    address,
    command,
  }: { readonly processId: number; readonly address: string; readonly command: string },
): Promise<string | undefined> {
  const state = doors.processState(processId);
  switch (act) {
    case 'kill':
    case 'stop':
      return state === 'gone' ? `the kernel knows no process ${processId} any more` : undefined;
    case 'freeze':
      return state === 'stopped' ? `the kernel has process ${processId} as stopped (T)` : undefined;
    case 'cut-off': {
      const [host = '', port = ''] = address.split(':');
      const answers = await doors.accepts({ host, port: Number(port) }, 500);
      return answers
        ? undefined
        : `nobody takes a connection at ${address}, though process ${processId} is ${state}`;
    }
    case 'fill-disk': {
      const folder = /(\/\S+)\/filler\b/.exec(command)?.[1];
      const freeBytes = folder === undefined ? undefined : doors.freeBytes(folder);
      // A block or two may come free again when the log is cut.
      return freeBytes !== undefined && freeBytes < 65_536
        ? `the file system at ${folder} has ${freeBytes} bytes free`
        : undefined;
    }
  }
}

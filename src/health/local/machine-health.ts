import { formatQuantity } from '../../units.ts';
import type { Check } from '../check.ts';
import { clockCheck } from '../machine-checks.ts';
import type { PrerequisiteWorld } from '../prerequisites.ts';

type MachineWorld = Pick<PrerequisiteWorld, 'machine' | 'directory'>;

const diskSpace: Check<MachineWorld> = {
  id: 'disk-space',
  category: 'Machine',
  title: 'disk',
  async run({ machine, directory }) {
    const freeBytes = await machine.freeDiskBytes(directory);
    const outcome = { found: `${formatQuantity(freeBytes, 'bytes')} free at ${directory}`, needed: '2 GiB' };
    if (freeBytes >= 2 * 2 ** 30) return { status: 'ok', ...outcome };
    // PostgreSQL keeps up to 1 GiB of WAL between checkpoints; below half of that it may stop at any moment.
    return { status: freeBytes >= 2 ** 29 ? 'warning' : 'failed', ...outcome, hint: `df -h ${directory}` };
  },
};

/** What a platform that runs still needs of its machine. */
export const machineHealth: readonly Check<MachineWorld>[] = [diskSpace, clockCheck];

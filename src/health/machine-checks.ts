import { formatNumber, formatQuantity } from '../units.ts';
import type { Check, Outcome } from './check.ts';
import type { PrerequisiteWorld } from './prerequisites.ts';

type MachineCheck = Check<PrerequisiteWorld>;

const bytes = (value: number): string => formatQuantity(value, 'bytes');
const unknown = (needed: string): Outcome => ({
  status: 'skipped',
  found: 'this system does not tell',
  needed,
});

const limit = (id: string, title: string, run: MachineCheck['run']): MachineCheck => ({
  id,
  category: 'Limits',
  title,
  run,
});
const resource = <World>(id: string, title: string, run: Check<World>['run']): Check<World> => ({
  id,
  category: 'Machine',
  title,
  run,
});
const place = (id: string, title: string, run: MachineCheck['run']): MachineCheck => ({
  id,
  category: 'Places',
  title,
  run,
});

/** Descriptors that a process needs for itself: libraries, logs, its own listeners. */
const ownDescriptors = 100;

const openFiles = limit('open-files', 'open files', async ({ machine }) => {
  // 500 participants cost LiveKit 1,500 descriptors: a WebSocket and two UDP ports each; twice that leaves room.
  const needed = '4,096 for each process (a 500-participant room takes about 1,600)';
  const files = await machine.openFilesPerProcess();
  if (files === undefined) return unknown(needed);
  const found = Number.isFinite(files)
    ? `${formatNumber(files)} for each process: about ${formatNumber(Math.max(0, files - ownDescriptors))} sockets`
    : 'unlimited';
  const hint = 'ulimit -n 20000   or, as root, a line in /etc/security/limits.conf: * hard nofile 20000';
  if (files >= 4096) return { status: 'ok', found, needed };
  return { status: files >= 1600 ? 'warning' : 'failed', found, needed, hint };
});

const ephemeralPorts = limit('ephemeral-ports', 'ephemeral ports', async ({ machine, mediaPorts }) => {
  const needed = `10,000 for each source address, none of them in ${mediaPorts.first}–${mediaPorts.last}`;
  const range = await machine.ephemeralPorts();
  if (range === undefined) return unknown(needed);
  const count = range.last - range.first + 1;
  const found = `${formatNumber(count)} for each source address (${range.first}–${range.last})`;
  const overlaps = range.first <= mediaPorts.last && range.last >= mediaPorts.first;
  if (count >= 10_000 && !overlaps) return { status: 'ok', found, needed };
  return {
    status: 'warning',
    found,
    needed,
    hint: 'sudo sysctl -w net.ipv4.ip_local_port_range="32768 60999"',
  };
});

const socketBuffers = limit('socket-buffers', 'socket buffers', async ({ machine }) => {
  const needed = '1 MiB for each socket (net.core.rmem_max), so that a burst is not dropped';
  const size = await machine.receiveBufferBytes();
  if (size === undefined) return unknown(needed);
  const found = `up to ${bytes(size)}`;
  if (size >= 2 ** 20) return { status: 'ok', found, needed };
  return { status: 'warning', found, needed, hint: 'sudo sysctl -w net.core.rmem_max=5000000' };
});

const loopbackRange = limit('loopback-range', 'loopback addresses', async ({ machine }) => {
  const needed = '127.0.0.0/8: the load generator spreads its participants over source addresses';
  if (await machine.hasLoopbackRange()) return { status: 'ok', found: '127.0.0.0/8 is usable', needed };
  const hint = 'for i in $(seq 2 64); do sudo ifconfig lo0 alias 127.0.0.$i up; done';
  return { status: 'failed', found: 'only 127.0.0.1 is usable', needed, hint };
});

const processors = resource('processors', 'processors', async ({ machine }) => {
  const outcome = { found: String(machine.processors), needed: '2' };
  if (machine.processors >= 2) return { status: 'ok', ...outcome };
  return { status: 'warning', ...outcome, hint: 'expect less than 500 participants: --participants 100' };
});

const memory = resource('memory', 'memory', async ({ machine }) => {
  const { available, total } = await machine.memoryBytes();
  // LiveKit 1.5 GB and the generator 0.1 GB with 500 participants, PostgreSQL, Redis and the API 0.8 GB together.
  const outcome = { found: `${bytes(available)} available of ${bytes(total)}`, needed: '3 GiB available' };
  if (available >= 3 * 2 ** 30) return { status: 'ok', ...outcome };
  const hint = 'end other programs, or run a smaller room: --participants 100';
  return { status: available >= 2 ** 30 ? 'warning' : 'failed', ...outcome, hint };
});

const disk = resource('disk', 'disk', async ({ machine, directory, cacheDirectory }) => {
  const folders = [directory, cacheDirectory];
  const free = await Promise.all(folders.map((folder) => machine.freeDiskBytes(folder)));
  const least = Math.min(...free);
  const where = folders[free.indexOf(least)] ?? directory;
  const outcome = { found: `${bytes(least)} free at ${where}`, needed: '2 GiB (building takes most of it)' };
  if (least >= 2 * 2 ** 30) return { status: 'ok', ...outcome };
  return {
    status: least >= 2 ** 29 ? 'warning' : 'failed',
    ...outcome,
    hint: `free some space: df -h ${where}`,
  };
});

/** Whether the clock by which everything is measured runs evenly. */
export const clockCheck: Check<Pick<PrerequisiteWorld, 'machine'>> = resource(
  'clock',
  'clock',
  async ({ machine }) => {
    const { strayMs, synchronised } = await machine.clock();
    const needed = 'a wall clock that runs evenly; synchronised when other machines take part';
    const says = {
      true: 'synchronised',
      false: 'not synchronised',
      undefined: 'synchronisation unknown',
    } as const;
    const found = `strays ${formatQuantity(strayMs, 'ms')} in 200 ms, ${says[`${synchronised}`]}`;
    const hint = 'sudo timedatectl set-ntp true';
    return strayMs <= 20 && synchronised !== false
      ? { status: 'ok', found, needed }
      : { status: 'warning', found, needed, hint };
  },
);

const ports = place('ports', 'configured ports', async ({ takenPorts }) => {
  const taken = await takenPorts();
  const needed = 'every port under local.ports is free, or held by our own service';
  if (taken.length === 0) return { status: 'ok', found: 'free, or chosen free', needed };
  const found = taken
    .map(({ listener, port, holder }) => `${listener} ${port} is held by ${holder}`)
    .join('; ');
  const hint = 'end that program, or take the port out of gomeet.yaml: gomeet then chooses a free one';
  return { status: 'failed', found, needed, hint };
});

const databaseFolder = place(
  'database-folder',
  'folder for the database',
  async ({ databaseFolder, directory }) => {
    const needed = 'a folder that the user who runs PostgreSQL can reach (PostgreSQL refuses to run as root)';
    const found = await databaseFolder();
    if (found !== undefined) return { status: 'ok', found: `${found.folder} as ${found.user}`, needed };
    const hint = 'run gomeet as another user than root, or set local.directory in gomeet.yaml';
    return {
      status: 'failed',
      found: `neither ${directory} nor /var/lib nor the temporary folder`,
      needed,
      hint,
    };
  },
);

export const machineChecks: readonly MachineCheck[] = [
  openFiles,
  ephemeralPorts,
  socketBuffers,
  loopbackRange,
  processors,
  memory,
  disk,
  clockCheck,
  ports,
  databaseFolder,
];

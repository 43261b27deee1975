import { costs, messagesPerSocketPerSecond } from './costs.ts';
import type { LoadPart, LoadProfile } from './profiles.ts';

/** The machine that platform and generator share, and what is asked of it. */
export interface Runner {
  readonly processors: number;
  readonly memoryBytes: number;
  readonly memoryUsedBytes: number;
  /** Of one process; null where the system does not tell. */
  readonly openFilesMax: number | null;
  /** What each participant of a room receives. */
  readonly packetsPerSecond: number;
}

/** One thing that a load needs, beside what there is of it. */
export interface Need {
  readonly resource: 'cores' | 'memory' | 'open-files';
  readonly needed: number;
  readonly available: number;
  readonly isMet: boolean;
  /** How the needed amount comes about. */
  readonly formula: string;
}

export interface Feasibility {
  readonly profile: string;
  readonly isPossible: boolean;
  readonly needs: readonly Need[];
}

/** CPU beyond 70 % and memory beyond 80 % miss their targets (G07, G08): a load that needs more cannot pass. */
const cpuShare = 0.7;
const memoryShare = 0.8;
/** Generator processes and API workers split sockets: 20,000 open files each are common, and 16 processes the most. */
const processesMax = 16;

/** What a part costs: CPU seconds a second, bytes, and the open files of the process that has most. */
function costOf(
  part: LoadPart,
  packetsPerSecond: number,
): { cores: number; bytes: number; openFiles: number; formula: string } {
  switch (part.kind) {
    case 'media': {
      const people = part.rooms * part.participantsPerRoom;
      const packets = people * packetsPerSecond;
      return {
        cores: packets * costs.mediaPacketCpu.value,
        bytes: people * (costs.subscriberMemory.value + costs.mediaServerMemory.value),
        openFiles: people * costs.mediaOpenFiles.value,
        formula: `${count(people)} participants × ${packetsPerSecond} packets/s × ${microseconds(costs.mediaPacketCpu.value)}`,
      };
    }
    case 'sockets': {
      const { connections } = part;
      return {
        cores: connections * messagesPerSocketPerSecond * costs.messageCpu.value,
        bytes: connections * costs.socketMemory.value,
        openFiles: Math.ceil(connections / processesMax),
        formula: `${count(connections)} sockets × ${messagesPerSocketPerSecond} messages/s × ${microseconds(costs.messageCpu.value)}`,
      };
    }
    case 'journeys':
      return {
        cores: part.ratePerSecond * costs.journeyCpu.value,
        bytes: 0,
        openFiles: 3 * part.ratePerSecond,
        formula: `${part.ratePerSecond} journeys/s × ${Math.round(costs.journeyCpu.value * 1000)} ms`,
      };
  }
}

/** Whether the machine can put a profile's load on a platform beside it: pure arithmetic on measured and assumed costs. */
export function judgeFeasibility({ name, parts }: LoadProfile, runner: Runner): Feasibility {
  const spent = parts.map((part) => costOf(part, runner.packetsPerSecond));
  const sum = (of: (cost: (typeof spent)[number]) => number): number =>
    spent.reduce((total, cost) => total + of(cost), 0);
  const need = (resource: Need['resource'], needed: number, available: number, formula: string): Need => ({
    resource,
    needed,
    available,
    isMet: needed <= available,
    formula,
  });
  const needs = [
    need(
      'cores',
      sum(({ cores }) => cores),
      runner.processors * cpuShare,
      spent.map(({ formula }) => formula).join(' + '),
    ),
    need(
      'memory',
      sum(({ bytes }) => bytes),
      Math.max(0, runner.memoryBytes * memoryShare - runner.memoryUsedBytes),
      'participants and sockets × their memory on both sides',
    ),
    ...(runner.openFilesMax === null
      ? []
      : [
          need(
            'open-files',
            Math.max(...spent.map(({ openFiles }) => openFiles)),
            runner.openFilesMax,
            `of one process; livekit-server has ${costs.mediaOpenFiles.value} a participant`,
          ),
        ]),
  ];
  return { profile: name, isPossible: needs.every(({ isMet }) => isMet), needs };
}

const count = (n: number): string => n.toLocaleString('en-US');
const microseconds = (seconds: number): string => `${count(Math.round(seconds * 1e6))} µs`;

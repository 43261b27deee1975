import type { Limit } from '../../results/run.ts';
import { mean } from '../../results/statistics.ts';
import { holdOf } from '../generator-result.ts';
import type { Measured } from '../load.ts';
import { valuesBetween } from '../platform-samples.ts';
import { openFilesNeeded, openFilesPerParticipant, type RoomsInOneProcess } from './plan.ts';

/** An Opus track is 50 packets a second (20 ms each); a 320 × 180 camera at 130 kbit/s is about 17. */
const packetsPerPublisherPerSecond = 50 + 17;
/** The CPU target (G07): beyond it nothing is left for a burst. */
const cpuTargetPercent = 70;

/**
 * What this machine could not have carried, by proportion from what it did carry. CPU grows about linearly with
 * the packets that the media server sends, so the packets at the CPU target are `packets · target / used`.
 */
export function roomLimits(
  inOneProcess: RoomsInOneProcess,
  { result, samples, openFilesMax }: Measured,
): readonly Limit[] {
  const hold = holdOf(result);
  if (hold === undefined) return [];
  const cpu = valuesBetween(samples.cpuPercent, hold.from, hold.to);
  const memory = valuesBetween(samples.memoryPercent, hold.from, hold.to);
  const participants = result.counts.participantsJoined ?? 0;
  const seconds = (hold.to - hold.from) / 1000;
  const packetsPerSecond = (result.counts.packetsReceived ?? 0) / seconds;
  const limits: Limit[] = [];
  const usedPercent = cpu.length > 0 ? mean(cpu) : 0;
  if (usedPercent > 0 && packetsPerSecond > 0) {
    limits.push(cpuLimit(usedPercent, packetsPerSecond, participants, result.counts.rooms ?? 1));
  }
  if (memory.length > 0) limits.push(memoryLimit(Math.max(...memory), participants));
  if (openFilesMax !== null) limits.push(openFilesLimit(inOneProcess, openFilesMax));
  return limits;
}

function cpuLimit(usedPercent: number, packetsPerSecond: number, participants: number, rooms: number): Limit {
  const carried = (packetsPerSecond * cpuTargetPercent) / usedPercent;
  const verdict =
    rooms > 1
      ? `That is about ${Math.floor((rooms * carried) / packetsPerSecond)} such rooms.`
      : moreCameras(carried, participants);
  return {
    id: 'cpu',
    title: 'CPU of the host, platform and generator together',
    unit: '%',
    used: usedPercent,
    available: 100,
    consequence: `At ${cpuTargetPercent} % CPU this machine carries about ${round(carried)} packets/s to participants. ${verdict}`,
    provenance: 'extrapolated',
  };
}

/** Ten cameras that everyone watches, each with an open microphone: is that within what is carried? */
function moreCameras(carriedPacketsPerSecond: number, participants: number): string {
  const packets = 10 * packetsPerPublisherPerSecond * Math.max(0, participants - 1);
  const place = packets > carriedPacketsPerSecond ? 'beyond' : 'within';
  return `Ten cameras with open microphones in this room would be ${round(packets)} packets/s: ${place} it.`;
}

const round = (packets: number): string => (Math.round(packets / 1000) * 1000).toLocaleString('en-US');

/** G08 holds memory below 80 %. */
const memoryTargetPercent = 80;

function memoryLimit(usedPercent: number, participants: number): Limit {
  const people = `${participants.toLocaleString('en-US')} participants, platform and generator together,`;
  return {
    id: 'memory',
    title: 'Memory of the host',
    unit: '%',
    used: usedPercent,
    available: 100,
    consequence:
      usedPercent < memoryTargetPercent
        ? `${people} fit below the target of ${memoryTargetPercent} %.`
        : `${people} pass the target of ${memoryTargetPercent} %: this machine has too little memory for more.`,
    provenance: 'measured',
  };
}

function openFilesLimit(inOneProcess: RoomsInOneProcess, available: number): Limit {
  const needed = openFilesNeeded(inOneProcess);
  const most = Math.floor(
    (available - (needed - openFilesPerParticipant * inOneProcess.participants)) / openFilesPerParticipant,
  );
  return {
    id: 'open-files',
    title: 'Open files of the generator',
    unit: 'count',
    used: needed,
    available,
    consequence: `One generator process holds about ${most.toLocaleString('en-US')} participants at ${openFilesPerParticipant} sockets each.`,
    provenance: 'extrapolated',
  };
}

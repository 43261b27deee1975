import type { Run } from '../../results/run.ts';
import { bitsPerByte, overheadPerPacket } from '../constants.ts';
import type { Observation } from './fit-costs.ts';
import { generatorMeanAt, meanAt, quietSeconds } from './quiet-seconds.ts';
import { averageOf, peakOf, secondsOf, windowOf } from './run-window.ts';

/** What one room run says about the media server. */
export interface MediaRun {
  /** Cores in the hold phase. */
  readonly cpu: Observation;
  /** Cores of the generator in the same seconds. */
  readonly generator: Observation;
  /** Bytes resident at most in the hold phase. */
  readonly memory: Observation | null;
  /** Core-seconds that joining cost beyond the media, and how many joined. */
  readonly join: { readonly coreSeconds: number; readonly joins: number } | null;
}

/** Why a run says nothing about the media server. */
export interface UnusableRun {
  readonly unusable: string;
}

/** With more loss than this the server was full: its CPU tells what it can do, not what a packet costs. */
const lossMax = 0.01;
/** Fewer readings leave the mean too uncertain: one of them scatters by about a tenth, the mean of ten by 3 %. */
const quietReadingsMin = 10;

/** Reads a room run for the fit. Pure: what it lacks is said, not looked for elsewhere. */
export function observeMedia(run: Run): MediaRun | UnusableRun {
  const hold = windowOf(run, 'hold');
  const { packetsReceived, packetsSent, tracksReceived, participantsJoined } = run.counts;
  if (run.partial || hold === undefined) return { unusable: 'it ended before its hold phase was over' };
  if (packetsSent === undefined)
    return {
      unusable:
        'it does not say what its publishers sent: it was recorded by an older gomeet, or has no media',
    };
  const failed = run.gates.find(({ passed }) => !passed);
  if (failed !== undefined)
    return { unusable: `the generator was not well: ${failed.title}, ${failed.found}` };
  const { packetsExpected = 0, packetsLost = 0 } = run.counts;
  if (packetsLost > lossMax * packetsExpected)
    return {
      unusable: `${((100 * packetsLost) / packetsExpected).toFixed(1)} % of the packets were lost: the server was full`,
    };
  const quiet = quietSeconds(run, hold);
  if (quiet.times.size < quietReadingsMin)
    return {
      unusable: `other programs were at work: ${quiet.times.size} of ${quiet.of} readings are quiet, at least ${quietReadingsMin} are needed`,
    };
  const cpuPercent = meanAt(run, 'cpu.livekit', quiet.times);
  const generatorPercent = generatorMeanAt(run, quiet.times);
  const wireBits = averageOf(run, 'receiveMbps', hold);
  if (
    !packetsReceived ||
    !tracksReceived ||
    !participantsJoined ||
    !cpuPercent ||
    !generatorPercent ||
    wireBits === undefined
  )
    return { unusable: 'nobody watched the media server: only --target local is' };
  const packetsOut = packetsReceived / secondsOf(hold);
  const tracks = tracksIn(run);
  const load = {
    idle: 1,
    participants: participantsJoined,
    tracksOut: tracksReceived,
    tracksIn: tracks.sending,
    packetsOut,
    bitsOut: wireBits - packetsOut * overheadPerPacket.value * bitsPerByte.value,
    packetsIn: packetsSent / secondsOf(hold),
  };
  const about = { run: run.id, label: labelOf(run), load, slowness: 1 };
  const memory = peakOf(run, 'mediaServerMemoryBytes', hold);
  return {
    cpu: { ...about, measured: cpuPercent / 100 },
    generator: { ...about, load: { ...load, tracksIn: tracks.made }, measured: generatorPercent / 100 },
    memory: memory === undefined ? null : { ...about, measured: memory },
    join: joinCost(run, cpuPercent, participantsJoined),
  };
}

/**
 * Tracks of all rooms: cameras, shared screens and microphones. Where people talk in turn one microphone is open; a silent one sends a
 * packet in 400 ms, which the server does not notice, but the generator's clock ticks for it all the same. A run that names no
 * microphones has one for each camera.
 */
function tracksIn({ parameters }: Run): { readonly sending: number; readonly made: number } {
  const {
    publishers,
    microphones = publishers,
    screenShares = 0,
    speakerSeconds = 0,
    rooms = 1,
  } = parameters;
  const others = Number(publishers) + Number(screenShares);
  const open = Number(speakerSeconds) > 0 ? Math.min(1, Number(microphones)) : Number(microphones);
  return { sending: Number(rooms) * (others + open), made: Number(rooms) * (others + Number(microphones)) };
}

/**
 * Joining costs what the server spent from the first join to the end of settling, less what the media cost there: nothing at
 * first, their full rate when all are in, so half of it while they join and all of it while they settle.
 */
function joinCost(run: Run, holdPercent: number, joins: number): MediaRun['join'] {
  const joining = windowOf(run, 'join');
  const both = windowOf(run, 'join', 'settle');
  if (joining === undefined || both === undefined) return null;
  const percent = averageOf(run, 'cpu.livekit', both);
  if (percent === undefined) return null;
  const spent = (percent / 100) * secondsOf(both);
  const media = (holdPercent / 100) * (secondsOf(both) - secondsOf(joining) / 2);
  return { coreSeconds: Math.max(0, spent - media), joins };
}

/** The room's name where somebody gave it one, or what was in it. */
function labelOf({ parameters }: Run): string {
  const { room, participants, layout, publishers } = parameters;
  return typeof room === 'string' && room !== 'Load test'
    ? room
    : `${participants} × ${layout}, ${publishers} cameras`;
}

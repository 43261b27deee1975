import type { Calibration } from './calibration.ts';
import {
  type CalibrationProfile,
  type Fit,
  MEDIA_TERMS,
  type MediaTerm,
  type ObservedRun,
  type ScalingCurve,
} from './profile.ts';

/** A cost in the unit that people say it in: factor from seconds of a core, or from bytes. */
const SPOKEN: Readonly<Record<string, { title: string; factor: number; unit: string }>> = {
  idle: { title: MEDIA_TERMS.idle.title, factor: 1000, unit: 'ms/s' },
  participants: { title: MEDIA_TERMS.participants.title, factor: 1000, unit: 'ms/s' },
  tracksOut: { title: MEDIA_TERMS.tracksOut.title, factor: 1e6, unit: 'µs/s' },
  tracksIn: { title: MEDIA_TERMS.tracksIn.title, factor: 1e6, unit: 'µs/s' },
  packetsOut: { title: MEDIA_TERMS.packetsOut.title, factor: 1e6, unit: 'µs' },
  bitsOut: { title: MEDIA_TERMS.bitsOut.title, factor: 1e9, unit: 'ns' },
  packetsIn: { title: MEDIA_TERMS.packetsIn.title, factor: 1e6, unit: 'µs' },
};
const IN_API: typeof SPOKEN = {
  idle: { title: 'CPU without load', factor: 1000, unit: 'ms/s' },
  logins: { title: 'CPU of a request that verifies a password', factor: 1000, unit: 'ms' },
  requests: { title: 'CPU of any other request', factor: 1000, unit: 'ms' },
  queries: { title: 'CPU of a query', factor: 1000, unit: 'ms' },
};
const IN_MEMORY: typeof SPOKEN = {
  idle: { title: 'the process itself', factor: 1e-6, unit: 'MB' },
  participants: { title: 'a participant', factor: 1e-6, unit: 'MB' },
  tracksOut: { title: 'a track that a participant receives', factor: 1e-6, unit: 'MB' },
};

/** What the fit found, how well it holds for every run, and how far it reaches; at most 80 columns. */
export function calibrationView({ profile, leftAside }: Calibration): string {
  const { media, machine, programs, name, asOf, api, database } = profile;
  const server = programs['livekit-server'];
  return [
    `calibration ${name}, ${asOf}`,
    `${machine.cpus} × ${machine.cpuModel}`,
    ...(server === undefined ? [] : [`livekit-server ${server}`]),
    ...section('Media server', media.cpu, SPOKEN),
    ...runTable(media.cpu.runs),
    summary(media.cpu),
    ...heldOutTable(media.heldOut),
    ...rangeLines(media.range),
    ...(media.memory
      ? [...section('Memory of the media server', media.memory, IN_MEMORY), summary(media.memory)]
      : []),
    ...joinLines(media.join),
    ...scalingLines(profile.scaling),
    ...(api ? [...section('API, all processes', api, IN_API), ...runTable(api.runs), summary(api)] : []),
    ...(database
      ? [...section('PostgreSQL', database, IN_API), ...journeyLine(database), summary(database)]
      : []),
    ...asideLines(leftAside),
  ].join('\n');
}

function section(title: string, fit: Fit, spoken: typeof SPOKEN): string[] {
  const rows = Object.entries(fit.costs).map(([term, { value, standardError }]) => {
    const { title: says, factor, unit } = spoken[term] ?? { title: term, factor: 1, unit: '' };
    const error = standardError === null ? '' : `± ${digits(standardError * factor)}`;
    return `  ${says.padEnd(44)} ${digits(value * factor).padStart(9)} ${unit.padEnd(5)} ${error}`.trimEnd();
  });
  const dropped = fit.dropped.map(
    (term) => `  ${(spoken[term]?.title ?? term).padEnd(44)} ${'none'.padStart(9)} that these runs tell`,
  );
  return ['', title, ...rows, ...dropped];
}

const header = (title: string): string =>
  `  ${title.padEnd(30)} ${'speed'.padStart(5)} ${'measured'.padStart(9)} ${'predicted'.padStart(10)} ${'error'.padStart(8)} ${'left out'.padStart(9)}`;

function runTable(runs: readonly ObservedRun[]): string[] {
  return ['', header('run (cores)'), ...runs.map(runLine)];
}

const runLine = ({ label, slowness, measured, predicted, relativeError, leftOut }: ObservedRun): string =>
  `  ${label.slice(0, 30).padEnd(30)} ${(1 / slowness).toFixed(2).padStart(5)} ${measured.toFixed(3).padStart(9)} ${predicted.toFixed(3).padStart(10)} ${percent(relativeError).padStart(8)} ${(leftOut === null ? '' : percent(leftOut)).padStart(9)}`.trimEnd();

function heldOutTable(runs: readonly ObservedRun[]): string[] {
  if (runs.length === 0) return [];
  const worst = Math.max(...runs.map(({ relativeError }) => Math.abs(relativeError)));
  return [
    '',
    header('held out (cores)'),
    ...runs.map(runLine),
    `  ${runs.length} runs that no fit has seen; the worst is missed by ${(100 * worst).toFixed(1)} %`,
  ];
}

function summary({ rSquared, leaveOneOutError, runs }: Fit): string {
  const error =
    leaveOneOutError === null
      ? ''
      : `; a run left out is missed by ${(100 * leaveOneOutError).toFixed(1)} % (rms)`;
  return `  ${runs.length} observations, R² ${rSquared.toFixed(4)}${error}`;
}

function rangeLines(range: CalibrationProfile['media']['range']): string[] {
  const lines = Object.entries(range).map(([term, { low, high }]) => {
    const { unit } = MEDIA_TERMS[term as MediaTerm];
    return `  ${term.padEnd(14)} ${whole(low).padStart(12)} to ${whole(high).padStart(12)}   ${RATE[unit] ?? ''}`.trimEnd();
  });
  return ['', 'Measured within, extrapolated outside', ...lines];
}
const RATE: Readonly<Record<string, string>> = { 'core*s/packet': 'packets/s', 'core*s/bit': 'bit/s' };

function joinLines(join: CalibrationProfile['media']['join']): string[] {
  if (join === null) return [];
  const { value, standardError } = join.perJoin;
  const error = standardError === null ? '' : ` ± ${digits(1000 * standardError)}`;
  return ['', `A join costs the media server ${digits(1000 * value)}${error} ms of CPU (${join.runs} runs).`];
}

function scalingLines(curves: readonly ScalingCurve[]): string[] {
  return curves.flatMap(({ of, lambda, sigma, kappa, peakParticipants, points }) => [
    '',
    `Packets/s that arrive, by people in the room: ${of}`,
    ...points.map(
      ({ participants, packetsPerSecond, predicted }) =>
        `  ${String(participants).padStart(6)} ${whole(packetsPerSecond).padStart(10)}   law ${whole(predicted).padStart(9)}`,
    ),
    `  lambda ${digits(lambda)}, sigma ${digits(sigma)}, kappa ${digits(kappa)}: ${
      peakParticipants === null
        ? 'nothing pulls it down'
        : `most arrive with ${whole(peakParticipants)} people`
    }`,
  ]);
}

/** What a journey of the API costs PostgreSQL: its queries times the cost of one. */
function journeyLine({ costs, runs }: Fit): string[] {
  const total = (term: string): number => runs.reduce((sum, { load }) => sum + (load[term] ?? 0), 0);
  const perJourney = total('queries') / total('journeys');
  const cost = costs.queries?.value;
  if (cost === undefined || !Number.isFinite(perJourney)) return [];
  return [
    `  A journey makes ${perJourney.toFixed(1)} queries: ${digits(1000 * cost * perJourney)} ms of PostgreSQL.`,
  ];
}

function asideLines(leftAside: Calibration['leftAside']): string[] {
  return leftAside.length === 0
    ? []
    : ['', 'Not used', ...leftAside.map(({ run, why }) => `  ${run}: ${why}`)];
}

const digits = (value: number): string => (value === 0 ? '0' : Number(value.toPrecision(3)).toString());
const percent = (share: number): string => `${share < 0 ? '−' : '+'}${(100 * Math.abs(share)).toFixed(1)} %`;
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

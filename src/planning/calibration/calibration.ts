import { ExitCode, GomeetError } from '../../errors.ts';
import type { Run } from '../../results/run.ts';
import { comparedWith, fitCosts, type Observation } from './fit-costs.ts';
import { observeApi } from './observe-api.ts';
import { type MediaRun, observeMedia } from './observe-media.ts';
import { type CalibrationProfile, type Fit, mediaTerms } from './profile.ts';
import { takenTogether } from './repeated-runs.ts';
import { scalingOf } from './scaling.ts';

/** A run that was given and says nothing, with the reason. */
interface LeftAside {
  readonly run: string;
  readonly why: string;
}

export interface Calibration {
  readonly profile: CalibrationProfile;
  readonly leftAside: readonly LeftAside[];
}

/**
 * Fits the model to recorded runs, and holds it against others that it has not seen.
 *
 * @throws GomeetError (usage) for runs of several machines, and (inconclusive) where too few of them are of use
 */
export function calibrationOf(runs: readonly Run[], heldOut: readonly Run[], name: string): Calibration {
  const [first] = runs;
  if (first === undefined) throw noRuns();
  for (const run of [...runs, ...heldOut]) checkMachine(first, run);
  const fitted = sort(runs.filter(isRoom));
  const held = sort(heldOut.filter(isRoom));
  const generator = fitCosts(
    fitted.used.map((run) => run.generator),
    mediaTerms,
    'CPU of the generator',
  );
  const cpu = fitCosts(
    fitted.used.map((run) => atItsSpeed(run, generator)),
    mediaTerms,
    'CPU of the media server',
  );
  const { cpuModel, cpus, system } = first.environment.host;
  const profile: CalibrationProfile = {
    schema: 'gomeet.calibration/v1',
    name,
    machine: { cpuModel, cpus, system },
    programs: first.environment.programs,
    asOf:
      [...runs, ...heldOut]
        .map(({ startedAt }) => startedAt.slice(0, 10))
        .toSorted()
        .at(-1) ?? '',
    media: {
      cpu,
      generator,
      memory: memoryFit(fitted.used),
      join: joinCost(fitted.used),
      heldOut: held.used.map((run) => comparedWith(cpu, atItsSpeed(run, generator), null)),
      range: rangeOf(fitted.used),
    },
    scaling: [...scalingOf([...runs, ...heldOut])],
    ...apiFits(runs),
  };
  return { profile, leftAside: [...fitted.leftAside, ...held.leftAside] };
}

const isRoom = ({ kind }: Run): boolean => kind !== 'loadtest api';

function sort(runs: readonly Run[]) {
  const used: MediaRun[] = [];
  const leftAside: LeftAside[] = [];
  for (const run of runs) {
    const observed = observeMedia(run);
    if ('unusable' in observed) leftAside.push({ run: run.id, why: observed.unusable });
    else used.push(observed);
  }
  return { used: takenTogether(used), leftAside };
}

/** Memory of the process itself, of each participant and of each track that one receives. */
function memoryFit(runs: readonly MediaRun[]): Fit | null {
  const observations = runs.flatMap(({ memory }) => memory ?? []);
  const terms = ['idle', 'participants', 'tracksOut'];
  return observations.length > terms.length
    ? fitCosts(observations, terms, 'memory of the media server')
    : null;
}

/** All core-seconds of joining over all joins: a large room, whose figure is surer, counts for more. */
function joinCost(runs: readonly MediaRun[]): CalibrationProfile['media']['join'] {
  const joins = runs.flatMap(({ join }) => join ?? []);
  const all = joins.reduce((sum, each) => sum + each.joins, 0);
  if (all === 0) return null;
  const value = joins.reduce((sum, each) => sum + each.coreSeconds, 0) / all;
  // Of a ratio of sums: √(Σ (y - r x)² · n / (n - 1)) / Σ x.
  const squares = joins.reduce((sum, each) => sum + (each.coreSeconds - value * each.joins) ** 2, 0);
  const n = joins.length;
  const standardError = n > 1 ? Math.sqrt((squares * n) / (n - 1)) / all : null;
  return { perJoin: { value, standardError }, runs: n };
}

/**
 * A run with the speed that the machine had then. A virtual machine's cores are now faster, now slower, by a tenth and more, as
 * its neighbours come and go; media server and generator feel it alike. The generator's work is known, so how much longer than
 * by its own fit it took tells the speed, without a look at what the server took.
 */
function atItsSpeed(run: MediaRun, generator: Fit): Observation {
  const { measured, predicted } = comparedWith(generator, run.generator, null);
  return { ...run.cpu, slowness: measured / predicted };
}

function rangeOf(runs: readonly MediaRun[]): CalibrationProfile['media']['range'] {
  const inputs = mediaTerms.filter((term) => term !== 'idle');
  return Object.fromEntries(
    inputs.map((term) => {
      const values = runs.map(({ cpu }) => cpu.load[term] ?? 0);
      return [term, { low: Math.min(...values), high: Math.max(...values) }];
    }),
  );
}

function apiFits(runs: readonly Run[]): Pick<CalibrationProfile, 'api' | 'database'> {
  const observed = runs.map(observeApi);
  const api = observed.flatMap((run) => run.api);
  const database = observed.flatMap((run) => run.database ?? []);
  const apiTerms = ['idle', 'logins', 'requests'];
  const isWhole =
    api.length > apiTerms.length && apiTerms.every((term) => api.some(({ load }) => (load[term] ?? 0) > 0));
  return {
    api: isWhole ? fitCosts(api, apiTerms, 'CPU of the API') : null,
    database: database.length > 2 ? fitCosts(database, ['idle', 'queries'], 'CPU of PostgreSQL') : null,
  };
}

/** Costs of one machine say nothing of another: a fit over both would be of neither. */
function checkMachine(first: Run, run: Run): void {
  const of = ({ environment: { host } }: Run): string => `${host.cpus} × ${host.cpuModel}`;
  if (of(first) === of(run)) return;
  throw new GomeetError(
    `runs of different machines: ${first.id} on ${of(first)}, ${run.id} on ${of(run)}; accepted are runs of one kind of machine`,
    { exitCode: ExitCode.usage, code: 'different-machines', hint: 'gomeet calibrate <runs of one machine>' },
  );
}

const noRuns = (): GomeetError =>
  new GomeetError('no run is given to fit to', {
    exitCode: ExitCode.usage,
    code: 'no-run',
    hint: 'gomeet report list',
  });

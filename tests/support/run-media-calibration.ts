/**
 * `npm run calibrate:media`: makes the runs of catalog/calibration/media-runs.json, fits the model to the first part and
 * holds it against the second, which no fit has seen. Each run has a platform of its own, so that the memory of the media
 * server is that of this run; each room is run several times, and all of it takes about 45 minutes on an otherwise idle machine.
 * Usable runs that lie in the folder are not made again, others are, five times at most for each room beyond the wanted number:
 * `npm run calibrate:media -- <folder> --next` makes one and ends.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { observeMedia } from '../../src/planning/calibration/observe-media.ts';
import { RunSchema } from '../../src/results/run.ts';

interface PlannedRun {
  readonly label: string;
  readonly participants: number;
  readonly publishers: number;
  readonly microphones: number;
  readonly layout: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const planned = JSON.parse(readFileSync(join(root, 'catalog/calibration/media-runs.json'), 'utf8')) as {
  readonly holdSeconds: number;
  /** How often each room is run: the mean scatters less than one run. */
  readonly timesFit: number;
  readonly timesHeldOut: number;
  readonly fit: readonly PlannedRun[];
  readonly heldOut: readonly PlannedRun[];
};
const [place, ...options] = process.argv.slice(2);
const folder = place ?? mkdtempSync(join(tmpdir(), 'gomeet-calibration-'));
mkdirSync(folder, { recursive: true });

/** Directories of the usable runs in the folder by their label, and how often a label was tried. */
function madeRuns() {
  const place = join(folder, 'reports/runs');
  const usable = new Map<string, string[]>();
  const tries = new Map<string, number>();
  for (const id of existsSync(place) ? readdirSync(place) : []) {
    const path = join(place, id, 'run.json');
    if (!existsSync(path)) continue;
    const run = RunSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const label = String(run.parameters.room);
    tries.set(label, (tries.get(label) ?? 0) + 1);
    const observed = observeMedia(run);
    if ('unusable' in observed) process.stdout.write(`not used: ${id} ${label}: ${observed.unusable}\n`);
    else usable.set(label, [...(usable.get(label) ?? []), join(place, id)]);
  }
  return { usable, tries };
}

function gomeet(...args: readonly string[]): number {
  return spawnSync(join(root, 'bin/gomeet'), args, { cwd: folder, stdio: 'inherit' }).status ?? 1;
}

/** A verdict (0, 3, 4 or 5) is a run all the same; anything else made none. */
function makeRun({ label, participants, publishers, microphones, layout }: PlannedRun): void {
  process.stdout.write(`\n${label}\n`);
  if (gomeet('deploy', '--yes', '--quiet') !== 0) throw new Error('the platform did not come up');
  const exitCode = gomeet(
    ...['loadtest', 'room', '--quiet', '--room', label, '--duration', `${planned.holdSeconds}s`],
    ...['--participants', String(participants), '--publishers', String(publishers)],
    ...['--microphones', String(microphones), '--layout', layout],
  );
  gomeet('down', '--wipe', '--yes', '--quiet');
  if (![0, 3, 4, 5].includes(exitCode)) throw new Error(`${label}: exit code ${exitCode}`);
}

const { usable, tries } = madeRuns();
const wanted = [
  ...planned.heldOut.map((run) => ({ run, times: planned.timesHeldOut })),
  ...planned.fit.map((run) => ({ run, times: planned.timesFit })),
];
const missing = wanted.flatMap(({ run, times }) => {
  const lacking = times - (usable.get(run.label)?.length ?? 0);
  const left = times + 5 - (tries.get(run.label) ?? 0);
  return Array.from({ length: Math.max(0, Math.min(lacking, left)) }, () => run);
});
for (const run of options.includes('--next') ? missing.slice(0, 1) : missing) makeRun(run);
if (!options.includes('--next') || missing.length === 0) {
  const made = madeRuns().usable;
  const directoriesOf = (runs: readonly PlannedRun[]): string[] =>
    runs.flatMap(({ label }) => made.get(label) ?? []);
  process.exitCode = gomeet(
    ...['calibrate', ...directoriesOf(planned.fit)],
    ...['--hold-out', directoriesOf(planned.heldOut).join(',')],
    ...['--out', join(folder, 'calibration.json')],
  );
}

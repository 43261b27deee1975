import { basename, resolve } from 'node:path';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { calibrationOf } from '../planning/calibration/calibration.ts';
import { calibrationView } from '../planning/calibration/calibration-view.ts';
import { calibrationSchema } from '../planning/calibration/profile.ts';
import { findRun, isRunDirectory, readRun } from '../results/list-runs.ts';
import type { Run } from '../results/run.ts';
import { writeWhole } from '../results/write-run.ts';
import { defineCommand } from './command.ts';

const reference = z.string().min(1, 'accepted: a run id, the beginning of one, or the directory of a run');

export const calibrate = defineCommand({
  description:
    'Fits the capacity model to recorded runs: what a packet, a bit, a participant and a join cost the media server, a request the API, a query PostgreSQL. Shows how well it holds for every run, and how far it reaches.',
  examples: [
    'gomeet calibrate reports/runs/*',
    'gomeet calibrate 01KAXN 01KAXP 01KAXQ --out calibration.json',
    'gomeet calibrate 01KAX --hold-out 01KB0,01KB1 --json',
  ],
  next: 'gomeet calibrate reports/runs/* --out profile.json',
  arguments: {
    runs: {
      name: '<runs...>',
      description: 'runs of loadtest room, rooms and api: ids, beginnings of ids, or directories',
      schema: z.array(reference),
    },
  },
  flags: {
    holdOut: {
      flags: '--hold-out <runs>',
      description: 'runs, with commas between them, that the fit does not see and is held against',
      schema: z
        .string()
        .transform((text) => text.split(',').filter((each) => each !== ''))
        .pipe(z.array(reference).min(1, 'accepted: runs with commas between them')),
    },
    name: {
      flags: '--name <name>',
      description: 'what the profile is called (default calibration)',
      schema: z.string().min(1).max(100),
    },
    out: {
      flags: '--out <file>',
      description: 'where the profile is written, for gomeet plan --calibration (default: nowhere)',
      schema: z.string().min(1),
    },
  },
  data: z.strictObject({
    calibration: calibrationSchema,
    leftAside: z.array(z.strictObject({ run: z.string(), why: z.string() })),
    file: z.string().nullable(),
  }),
  async run(ctx, { runs = [], holdOut = [], name, out }) {
    const file = out === undefined ? null : resolve(ctx.cwd, out);
    const called = name ?? (file === null ? 'calibration' : basename(file, '.json'));
    const [fitted, heldOut] = await Promise.all([readRuns(ctx, runs), readRuns(ctx, holdOut)]);
    refuseShared(fitted, heldOut);
    const calibration = calibrationOf(fitted, heldOut, called);
    if (file !== null) await writeWhole(file, `${JSON.stringify(calibration.profile, null, 1)}\n`);
    return {
      data: { calibration: calibration.profile, leftAside: [...calibration.leftAside], file },
      text: `${calibrationView(calibration)}${file === null ? '' : `\n\nProfile: ${file}\nNext: gomeet plan --calibration ${out}`}`,
    };
  },
});

async function readRuns(
  ctx: Pick<Context, 'cwd' | 'config'>,
  given: readonly string[],
): Promise<readonly Run[]> {
  const runsDirectory = resolve(ctx.cwd, (await ctx.config()).values.reports.directory);
  return Promise.all(
    given.map(async (text) => {
      const directory = resolve(ctx.cwd, text);
      return readRun((await isRunDirectory(directory)) ? directory : await findRun(runsDirectory, text));
    }),
  );
}

/** A run that the fit has seen proves nothing about it. */
function refuseShared(fitted: readonly Run[], heldOut: readonly Run[]): void {
  const shared = fitted.find(({ id }) => heldOut.some((run) => run.id === id));
  if (shared === undefined) return;
  throw new GomeetError(`--hold-out ${shared.id}: the fit is given the same run; accepted are others`, {
    exitCode: ExitCode.usage,
    code: 'shared-run',
    hint: 'gomeet report list',
  });
}

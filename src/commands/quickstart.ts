import { z } from 'zod';
import { setUp } from '../deployment/set-up.ts';
import { coded } from '../health/check.ts';
import { checkHealth } from '../health/check-health.ts';
import { roomLoad } from '../loadtest/room/load.ts';
import { loadTestProfile } from '../loadtest/room/profiles.ts';
import { roomRequest } from '../loadtest/room/request.ts';
import { runLoad } from '../loadtest/run-load.ts';
import { runView } from '../reporting/run-view.ts';
import { defineCommand } from './command.ts';
import { roomFlags } from './loadtest/room.ts';
import { quickstartView } from './quickstart-view.ts';
import { runData, runDataSchema, runExitCode } from './run-data.ts';

export const quickstart = defineCommand({
  description:
    'The main job in one command: installs what is missing, starts the platform on this machine, lets 500 participants meet in one room, ' +
    'checks the health of the platform and writes a report. The platform keeps running.',
  examples: [
    'gomeet quickstart --yes',
    'gomeet quickstart --yes --participants 100',
    'gomeet quickstart --yes --json',
  ],
  next: 'gomeet report open · gomeet status',
  arguments: {},
  flags: roomFlags,
  data: runDataSchema.extend({
    urls: z.object({
      api: z.string().nullable(),
      web: z.string().nullable(),
      livekit: z.string().nullable(),
      mailbox: z.string().nullable(),
      openapi: z.string().nullable(),
    }),
    health: z.object({
      verdict: z.string(),
      checks: z.array(z.object({ code: z.string(), id: z.string(), status: z.string(), found: z.string() })),
    }),
    stages: z.array(z.object({ name: z.string(), durationMs: z.number() })),
  }),
  async run(ctx, options) {
    const { values } = await ctx.config();
    const request = roomRequest(options, values.loadtest);
    const target = await ctx.localTarget();
    await using _lock = await target.lock('quickstart');
    const stages: { name: string; durationMs: number }[] = [];
    const stage = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
      const startedAt = ctx.monotonic();
      const result = await work();
      stages.push({ name, durationMs: Math.round(ctx.monotonic() - startedAt) });
      return result;
    };
    await stage('setup', () => setUp(ctx));
    const apiWorkers = values.local.apiWorkers;
    await stage('deploy', () => target.deploy({ profile: 'lean', apiWorkers, progress: ctx.progress }));
    const profile = loadTestProfile('quickstart', request);
    const finished = await stage('loadtest', () => runLoad(ctx, roomLoad(request, profile)));
    const health = ctx.signal.aborted ? undefined : await stage('health-check', () => checkHealth(ctx));
    const { urls } = await target.status();
    if (ctx.stdout.isTerminal) await (await ctx.desktop()).open(finished.reportPath);
    return {
      data: {
        ...runData(finished),
        urls: { ...urls },
        health: {
          verdict: health?.finished.run.verdict.status ?? 'NO DATA',
          checks: (health?.checks ?? [])
            .map(coded)
            .map(({ code, id, status, found }) => ({ code, id, status, found })),
        },
        stages,
      },
      text: quickstartView({
        verdict: runView(finished.run, { color: ctx.stdout.color, columns: ctx.stdout.columns }),
        report: finished.reportPath,
        runId: finished.run.id,
        health: health?.checks ?? [],
        urls: { ...urls },
        stages,
      }),
      exitCode: runExitCode(finished, ctx.signal) || (health?.exitCode ?? 0),
    };
  },
});

import { z } from 'zod';
import { checkPerformance, performanceLoad } from '../health/performance/check-performance.ts';
import { comprehensiveRequest } from '../loadtest/comprehensive/request.ts';
import { defineCommand } from './command.ts';
import { durationSeconds } from './flag-schemas.ts';
import { loadFlags, showRun } from './loadtest/run-load-command.ts';
import { runDataSchema } from './run-data.ts';

/** 0.01 are 500 people, who need 53 s to come: with a hold of 3 minutes the whole stays below five. */
const scale = z
  .string()
  .refine((text) => /^\d*\.?\d+$/.test(text) && Number(text) >= 0.001 && Number(text) <= 0.01, {
    error: 'accepted: a number from 0.001 to 0.01; for more: gomeet loadtest comprehensive',
  })
  .transform(Number);

export const performanceCheck = defineCommand({
  description:
    'Measures the running platform with a small load of everything at once, in at most five minutes, judges it by the KPI table, and sets it beside the last such run. In profile ha it also shows what the platform’s own Prometheus saw meanwhile.',
  examples: ['gomeet performance-check', 'gomeet performance-check --scale 0.005 --duration 2m --json'],
  next: 'gomeet report open · gomeet report trend',
  arguments: {},
  flags: {
    scale: {
      flags: '--scale <share>',
      description: 'share of the reference event, 0.001 to 0.01 (default 0.002: 4 rooms of 22)',
      schema: scale,
    },
    duration: {
      flags: '--duration <time>',
      description: 'length of the hold phase, 5s to 3m (default 30s)',
      schema: durationSeconds({ min: 5, max: 180 }),
    },
    ...loadFlags,
  },
  data: runDataSchema,
  async run(ctx, options) {
    const { values } = await ctx.config();
    const asked = { scale: options.scale ?? 0.002, duration: options.duration ?? 30 };
    const load = performanceLoad(comprehensiveRequest(asked, values.loadtest));
    await using _lock = await (await ctx.localTarget()).lock('performance-check');
    return showRun(ctx, await checkPerformance(ctx, load));
  },
});

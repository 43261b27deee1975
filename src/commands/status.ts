import { z } from 'zod';
import { statusView } from '../deployment/status-view.ts';
import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';

export const status = defineCommand({
  description: 'What runs on this machine, after a fresh look at each service: state, address, process, log.',
  examples: ['gomeet status', 'gomeet status --json | jq -r .data.urls.api'],
  arguments: {},
  flags: {},
  data: z.strictObject({
    target: z.literal('local'),
    profile: z.literal('lean'),
    services: z.array(
      z.strictObject({
        name: z.string(),
        state: z.string(),
        reason: z.string().optional(),
        address: z.string(),
        processId: z.int().nullable(),
        restarts: z.int(),
        log: z.string(),
      }),
    ),
    urls: z.strictObject({
      api: z.string().nullable(),
      web: z.string().nullable(),
      livekit: z.string().nullable(),
      mailbox: z.string().nullable(),
      openapi: z.string().nullable(),
    }),
  }),
  async run(ctx) {
    const target = await ctx.localTarget();
    const found = await target.status();
    const isWell = found.services.every(({ state }) => state === 'ready');
    return {
      data: { ...found, services: [...found.services], urls: { ...found.urls } },
      text: statusView(found),
      exitCode: isWell ? ExitCode.ok : ExitCode.critical,
    };
  },
});

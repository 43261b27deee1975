import { z } from 'zod';
import { buildProvingGround } from '../deployment/kubernetes/build-proving-ground.ts';
import { setUp } from '../deployment/set-up.ts';
import { setupDoneView } from '../deployment/setup-view.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

export const setup = defineCommand({
  description:
    'Finds or brings what the local platform needs: PostgreSQL, Redis, ffmpeg and Chromium as packages, livekit-server and k6 built from ' +
    'pinned Go modules, the clips that publishers send, and the web app. Shows what it will do and asks; safe to run again.',
  examples: ['gomeet setup', 'gomeet setup --yes', 'gomeet setup --profile prove'],
  arguments: {},
  flags: {
    profile: {
      flags: '--profile <name>',
      description: 'lean: the local platform (default); prove: the control plane that plan prove starts',
      schema: oneOf(['lean', 'prove']),
    },
  },
  data: z.strictObject({
    tools: z.array(
      z.strictObject({
        name: z.string(),
        path: z.string().nullable(),
        version: z.string().nullable(),
        needed: z.string(),
      }),
    ),
    steps: z.array(z.strictObject({ kind: z.string(), title: z.string(), durationMs: z.number() })),
  }),
  async run(ctx, { profile = 'lean' }) {
    if (profile === 'prove') {
      const built = await buildProvingGround(ctx);
      const text = built.length === 0 ? 'everything is there' : `built ${built.join(', ')}`;
      return {
        data: { tools: [], steps: [] },
        text: `${text}\nNext: gomeet plan prove`,
      };
    }
    const steps = [...(await setUp(ctx))];
    const { toolchain } = await ctx.localTarget();
    const tools = (await toolchain.inspect()).map(({ name, found, needed }) => ({
      name,
      path: found?.path ?? null,
      version: found?.version ?? null,
      needed,
    }));
    return { data: { tools, steps }, text: setupDoneView(tools, steps) };
  },
});

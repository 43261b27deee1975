import { z } from 'zod';
import { buildProvingGround } from '../deployment/kubernetes/build-proving-ground.ts';
import { setUpOperators } from '../deployment/kubernetes/set-up-operators.ts';
import { callTools, setUp } from '../deployment/set-up.ts';
import { setupDoneView } from '../deployment/setup-view.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

export const setup = defineCommand({
  description:
    'Finds or brings what the local platform needs: PostgreSQL, Redis, ffmpeg and Chromium as packages, livekit-server and k6 built from ' +
    'pinned Go modules, the clips that publishers send, and the web app. Shows what it will do and asks; safe to run again.',
  examples: [
    'gomeet setup',
    'gomeet setup --yes',
    'gomeet setup --profile ha',
    'gomeet setup --profile kubernetes',
    'gomeet setup --profile prove',
  ],
  next: 'gomeet doctor · gomeet deploy',
  arguments: {},
  flags: {
    profile: {
      flags: '--profile <name>',
      description:
        'lean: the local platform (default); ha: also what profile ha of the local platform runs (Patroni, etcd, PgBouncer, HAProxy, coturn, Prometheus, …); kubernetes: manifests of the operators that overlays take, and k6 for the call in which a deployment ends; ' +
        'prove: these manifests and the control plane that plan prove starts',
      schema: oneOf(['lean', 'ha', 'kubernetes', 'prove']),
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
    if (profile === 'kubernetes' || profile === 'prove') {
      const steps = profile === 'kubernetes' ? [...(await setUp(ctx, callTools))] : [];
      const placed = await setUpOperators(ctx);
      const built = profile === 'prove' ? await buildProvingGround(ctx) : [];
      const done = [
        ...steps.map(({ title }) => title),
        ...(placed.length === 0 ? [] : [`placed ${placed.join(', ')}`]),
        ...(built.length === 0 ? [] : [`built ${built.join(', ')}`]),
      ];
      const text = done.length === 0 ? 'everything is there' : done.join('\n');
      const next = profile === 'prove' ? 'gomeet plan prove' : 'gomeet deploy --target kubernetes --dry-run';
      return { data: { tools: [], steps }, text: `${text}\nNext: ${next}` };
    }
    const { toolchain } = await ctx.localTarget();
    const wanted = profile === 'ha' ? toolchain.haTools : undefined;
    const steps = [...(await setUp(ctx, wanted))];
    const tools = (await toolchain.inspect(wanted)).map(({ name, found, needed }) => ({
      name,
      path: found?.path ?? null,
      version: found?.version ?? null,
      needed,
    }));
    return { data: { tools, steps }, text: setupDoneView(tools, steps) };
  },
});

import { z } from 'zod';
import { cloudStatusView } from '../../deployment/digitalocean/cloud-view.ts';
import { findCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import { defineCommand } from '../command.ts';
import { cloudFlags, cloudRequest, planFile } from './cloud-flags.ts';

export const cloudStatus = defineCommand({
  description: 'What of the platform is in the account, and in which state. Changes nothing.',
  examples: ['gomeet cloud status', 'gomeet cloud status --name gomeet-staging --json'],
  next: 'gomeet cloud plan plan.json · gomeet deploy --target kubernetes --dry-run',
  arguments: { file: planFile },
  flags: cloudFlags,
  data: z.strictObject({
    provider: z.literal('digitalocean'),
    name: z.string(),
    resources: z.array(
      z.strictObject({
        kind: z.string(),
        name: z.string(),
        state: z.enum(['ready', 'waiting', 'failed', 'absent', 'later']),
        text: z.string(),
      }),
    ),
  }),
  async run(ctx, options) {
    const { wanted, observed, warnings } = await findCloud(ctx, cloudRequest(options));
    return {
      data: {
        provider: 'digitalocean' as const,
        name: wanted.name,
        resources: observed.map(({ resource: { kind, name }, found }) => {
          if (found === null) return { kind, name, state: 'absent' as const, text: '' };
          if (typeof found === 'string') return { kind, name, state: 'later' as const, text: found };
          return { kind, name, state: found.state, text: found.text };
        }),
      },
      text: cloudStatusView(observed),
      warnings,
    };
  },
});

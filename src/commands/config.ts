import { z } from 'zod';
import { defineCommand } from './command.ts';
import { configTableView } from './config-view.ts';
import { oneOf, onOff } from './flag-schemas.ts';

export const config = defineCommand({
  description:
    'Shows the configuration that is in force: defaults < gomeet.yaml < environment < flags. Secrets are masked.',
  examples: ['gomeet config show', 'gomeet config show --origin'],
  next: 'gomeet help config · gomeet help environment',
  arguments: {
    action: { name: '[action]', description: 'show', schema: oneOf(['show']) },
  },
  flags: {
    origin: { flags: '--origin', description: 'say where each value came from', schema: onOff },
  },
  data: z.strictObject({
    values: z.array(
      z.strictObject({
        path: z.string(),
        value: z.unknown(),
        origin: z.enum(['default', 'file', 'environment']),
        where: z.string(),
        variable: z.string(),
      }),
    ),
  }),
  async run(ctx, { origin }) {
    const { entries } = await ctx.config();
    const values = entries.map((entry) => ({
      path: entry.path,
      value: entry.secret && entry.value !== undefined ? '********' : (entry.value ?? null),
      origin: entry.origin.kind,
      where: entry.origin.where,
      variable: entry.variable,
    }));
    return { data: { values }, text: configTableView(values, { origin: origin ?? false }) };
  },
});

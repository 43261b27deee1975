import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

/** The actions are commands of their own; this one says which there are. */
export const cloud = defineCommand({
  description:
    'The machines below the platform: cluster, node pools, network, registry, databases, storage, firewall and names. ' +
    'The token comes from DIGITALOCEAN_TOKEN. gomeet deploy --target kubernetes then brings the platform onto them.',
  examples: [
    'gomeet cloud plan plan.json',
    'gomeet cloud apply plan.json --region sgp1',
    'gomeet cloud status',
    'gomeet cloud destroy --confirm gomeet',
  ],
  next: 'gomeet cloud plan plan.json',
  arguments: {
    action: {
      name: '<action>',
      description: 'plan, apply, status or destroy',
      schema: oneOf(['plan', 'apply', 'status', 'destroy']),
    },
  },
  flags: {},
  data: z.strictObject({}),
  run(_ctx, { action }) {
    throw new GomeetError(`the action "${action}" comes right after "cloud"`, {
      exitCode: ExitCode.usage,
      code: 'usage',
      hint: `gomeet cloud ${action} --help`,
    });
  },
});

import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { defineCommand } from '../command.ts';
import { oneOf } from '../flag-schemas.ts';

/** The actions are commands of their own; this one says which there are. */
export const catalog = defineCommand({
  description: 'The prices behind the bill: every row with its source, its day and how sure it is.',
  examples: ['gomeet cost catalog verify', 'gomeet cost catalog refresh --provider digitalocean --dry-run'],
  next: 'gomeet cost catalog verify',
  arguments: {
    action: {
      name: '<action>',
      description: 'verify, refresh or diff',
      schema: oneOf(['verify', 'refresh', 'diff']),
    },
  },
  flags: {},
  data: z.strictObject({}),
  run(_ctx, { action }) {
    throw new GomeetError(`the action "${action}" comes right after "catalog"`, {
      exitCode: ExitCode.usage,
      code: 'usage',
      hint: `gomeet cost catalog ${action} --help`,
    });
  },
});

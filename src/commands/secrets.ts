import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

/** The action is a command of its own; this one says which there is. */
export const secrets = defineCommand({
  description:
    'The secrets of a platform in a cluster. The first deployment makes them; they are never shown, and lie in Secrets alone.',
  examples: ['gomeet secrets rotate postgres', 'gomeet secrets rotate livekit --environment staging'],
  next: 'gomeet secrets rotate --help',
  arguments: { action: { name: '<action>', description: 'rotate', schema: oneOf(['rotate']) } },
  flags: {},
  data: z.strictObject({}),
  run(_ctx, { action }) {
    throw new GomeetError(`the action "${action}" comes right after "secrets"`, {
      exitCode: ExitCode.usage,
      code: 'usage',
      hint: `gomeet secrets ${action} --help`,
    });
  },
});

import { ExitCode, GomeetError } from '../../errors.ts';
import { defineCommand } from '../command.ts';
import { oneOf } from '../flag-schemas.ts';
import { runDataSchema } from '../run-data.ts';
import { scenarioTable } from './index.ts';

const [first = '', ...others] = scenarioTable.map(({ name }) => name);

/** The scenarios are commands of their own; this one says which there are. */
export const loadtest = defineCommand({
  description:
    'Puts a measured load on the platform and judges it by its KPIs. Each scenario has flags of its own: gomeet loadtest <scenario> --help.',
  examples: ['gomeet loadtest room', 'gomeet loadtest room --help'],
  next: 'gomeet loadtest room',
  arguments: {
    scenario: {
      name: '<scenario>',
      description: [first, ...others].join(', '),
      schema: oneOf([first, ...others]),
    },
  },
  flags: {},
  data: runDataSchema,
  run(_ctx, { scenario }) {
    throw new GomeetError(`the scenario "${scenario}" comes right after "loadtest"`, {
      exitCode: ExitCode.usage,
      code: 'usage',
      hint: `gomeet loadtest ${scenario} --help`,
    });
  },
});

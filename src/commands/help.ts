import { z } from 'zod';
import { configVariables } from '../config.ts';
import { exitCodeMeanings } from '../errors.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';
import { environmentView, exitCodesView } from './help-view.ts';

const topics = {
  'exit-codes': () => exitCodesView(exitCodeMeanings),
  environment: () => environmentView(configVariables()),
} as const;

export const help = defineCommand({
  description: 'Help on a topic. For a command: gomeet help <command>, or gomeet <command> --help.',
  examples: ['gomeet help exit-codes', 'gomeet help environment', 'gomeet help deploy'],
  arguments: {
    topic: {
      name: '<topic>',
      description: 'exit-codes or environment',
      schema: oneOf(['exit-codes', 'environment']),
    },
  },
  flags: {},
  data: z.strictObject({ topic: z.string(), text: z.string() }),
  async run(_ctx, { topic = 'exit-codes' }) {
    const text = topics[topic]();
    return { data: { topic, text }, text };
  },
});

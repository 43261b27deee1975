import { z } from 'zod';
import { configVariables } from '../config.ts';
import { exitCodeMeanings } from '../errors.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';
import { helpTopics } from './help-topics.ts';
import { environmentView, exitCodesView } from './help-view.ts';
import type { CommandEntry } from './index.ts';

const topics = {
  ...helpTopics,
  'exit-codes': () => exitCodesView(exitCodeMeanings),
  environment: () => environmentView(configVariables()),
} as const;

/** The topics of `gomeet help`, as they are listed. */
const topicNames = [
  'getting-started',
  'targets',
  'config',
  'environment',
  'output',
  'files',
  'exit-codes',
  'telemetry',
] as const satisfies readonly (keyof typeof topics)[];

/** @param table every command there is: its names are known here too */
export const helpOn = (table: readonly CommandEntry[]) =>
  defineCommand({
    description: 'Help on a topic. For a command: gomeet help <command>, or gomeet <command> --help.',
    examples: ['gomeet help getting-started', 'gomeet help exit-codes', 'gomeet help deploy'],
    next: 'gomeet --help',
    arguments: {
      topic: {
        name: '<topic>',
        description: `${topicNames.join(', ')}, or a command`,
        schema: oneOf([...topicNames, ...table.map(({ name }) => name)]),
      },
    },
    flags: {},
    data: z.strictObject({ topic: z.string(), text: z.string() }),
    async run(_ctx, { topic = 'getting-started' }) {
      // The name of a command has become its --help before it comes here.
      const found = topics[topic as keyof typeof topics];
      const text = typeof found === 'string' ? found : found();
      return { data: { topic, text }, text };
    },
  });

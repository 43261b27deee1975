import { z } from 'zod';
import { itemStatuses } from '../checklists/checklist.ts';
import { checklistView } from '../checklists/checklist-view.ts';
import { checklistNames, checklists } from '../checklists/checklists.ts';
import { goThrough } from '../checklists/go-through.ts';
import { readAnswers } from '../checklists/read-answers.ts';
import { ExitCode } from '../errors.ts';
import { defineCommand } from './command.ts';
import { kubernetesFlags, targetFlag } from './deploy/kubernetes-flags.ts';
import { oneOf } from './flag-schemas.ts';
import { openHealthTarget } from './health/health-target.ts';

export const checklist = defineCommand({
  description:
    'Goes through a list of the operations handbook: what a program can check is checked, the rest is asked on a terminal or taken from --answers (else it stays open), and the record of who, when and what is kept in reports/checklists. Exits 4 when an item failed, 5 while one is open.',
  examples: [
    'gomeet checklist daily',
    'gomeet checklist weekly --target kubernetes',
    'gomeet checklist before-deploy --target kubernetes',
    'gomeet checklist weekly --answers answers.yaml --json',
  ],
  next: 'gomeet health-check · gomeet report',
  arguments: {
    list: { name: '<list>', description: checklistNames.join(', '), schema: oneOf(checklistNames) },
  },
  flags: {
    target: targetFlag,
    environment: kubernetesFlags.environment,
    context: kubernetesFlags.context,
    answers: {
      flags: '--answers <file>',
      description: 'answers to what a person is asked: YAML with a line for each, such as dns-records: done',
      schema: z.string().min(1),
    },
  },
  data: z.strictObject({
    list: z.enum(checklistNames),
    by: z.string(),
    at: z.string(),
    record: z.string().describe('file that keeps the answers'),
    items: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status: z.enum(itemStatuses),
        found: z.string(),
        by: z.string().describe('gomeet, or who answered'),
        command: z.string(),
      }),
    ),
  }),
  async run(ctx, { list = 'daily', answers: file, ...options }) {
    const answers = file === undefined ? new Map() : await readAnswers(ctx, file, checklists[list]);
    const target = await openHealthTarget(ctx, options);
    // Before a deployment there is nobody to call.
    const checks =
      list === 'before-deploy' ? await target.look() : (await target.check({ paths: ['direct'] })).checks;
    const { record, path, last, hasLeft } = await goThrough(ctx, { name: list, checks, answers });
    const has = (status: (typeof itemStatuses)[number]): boolean =>
      record.items.some((item) => item.status === status);
    return {
      data: {
        list,
        by: record.by,
        at: record.at,
        record: path,
        items: record.items.map((item) => ({ ...item })),
      },
      text: `${checklistView({ title: checklists[list].title, items: record.items, last })}\n\nRecord: ${path}`,
      exitCode: hasLeft
        ? ExitCode.interrupted
        : has('failed')
          ? ExitCode.critical
          : has('open')
            ? ExitCode.inconclusive
            : ExitCode.ok,
    };
  },
});

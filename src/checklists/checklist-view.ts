import type { ItemResult } from './checklist.ts';
import { type ChecklistRecord, countsOf } from './records.ts';

const marks: Readonly<Record<ItemResult['status'], string>> = {
  done: '✓',
  warning: '!',
  failed: '✗',
  open: '?',
  'not-applicable': '-',
};

interface Shown {
  readonly title: string;
  readonly items: readonly ItemResult[];
  readonly last: ChecklistRecord | undefined;
}

/** A line for each item, with the command under those that are not done; ends in a count, beside that of the time before. */
export function checklistView({ title, items, last }: Shown): string {
  const lines = items.flatMap(({ id, title: item, status, found, command }) => [
    `  ${marks[status]} ${item}: ${found}`,
    ...(status === 'open' ? [`      answer on a terminal, or in the file of --answers as ${id}: done`] : []),
    ...(status === 'done' || status === 'not-applicable' ? [] : [`      ${command}`]),
  ]);
  const before =
    last === undefined
      ? 'the first time here'
      : `last time ${countsOf(last.items)}, ${last.at.slice(0, 16).replace('T', ' ')} UTC by ${last.by}`;
  return [`Checklist: ${title}`, ...lines, '', `${countsOf(items)}   (${before})`].join('\n');
}

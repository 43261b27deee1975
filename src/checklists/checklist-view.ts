import type { ItemResult } from './checklist.ts';

const marks: Readonly<Record<ItemResult['status'], string>> = {
  done: '✓',
  warning: '!',
  failed: '✗',
  open: '?',
  'not-applicable': '-',
};

/** A line for each item, with the command under those that are not done; ends in a count. */
export function checklistView(title: string, items: readonly ItemResult[]): string {
  const lines = items.flatMap(({ title: item, status, found, command }) => [
    `  ${marks[status]} ${item}: ${found}`,
    ...(status === 'done' || status === 'not-applicable' ? [] : [`      ${command}`]),
  ]);
  const count = (status: ItemResult['status']): number =>
    items.filter((item) => item.status === status).length;
  const counts = (['done', 'warning', 'failed', 'open', 'not-applicable'] as const)
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}`);
  return [`Checklist: ${title}`, ...lines, '', counts.join(', ')].join('\n');
}

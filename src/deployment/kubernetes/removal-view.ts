import { keyOf, shownKey } from './object-key.ts';
import type { RemovalPlan } from './plan-removal.ts';

/** What a removal would do, step by step, and what would stay. */
export function removalView({ steps, kept }: Pick<RemovalPlan, 'steps' | 'kept'>): string {
  if (steps.length === 0) return ['nothing is there to delete', ...keptLines(kept)].join('\n');
  const lines = steps.flatMap(({ title, objects }, index) => [
    `${index + 1}. ${title}`,
    ...objects.map((object) => `     - ${shownKey(keyOf(object))}`),
  ]);
  return [...lines, ...keptLines(kept)].join('\n');
}

/** One line for each reason. */
export function keptLines(kept: RemovalPlan['kept']): string[] {
  return [...Map.groupBy(kept, ({ reason }) => reason)].map(
    ([reason, items]) => `kept (${reason}): ${items.map(({ object }) => shownKey(keyOf(object))).join(', ')}`,
  );
}

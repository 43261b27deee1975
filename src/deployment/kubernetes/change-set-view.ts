import type { Change } from './change-set.ts';
import { shownKey } from './object-key.ts';
import { lossOf } from './prune.ts';

const marks = { create: '+', update: '~', replace: '±', delete: '-', conflict: '!', unchanged: ' ' } as const;

/** A value longer than this says nothing more on a line; `kubectl diff` is for reading files. */
const VALUE_LENGTH = 60;

/** What would happen to each object, the fields of what changes under it. @param isVerbose also the fields of what is new */
export function changeSetView(
  { changes, kept }: { readonly changes: readonly Change[]; readonly kept: readonly Change[] },
  isVerbose: boolean,
): string {
  const pending = changes.filter(({ action }) => action !== 'unchanged');
  const unchanged = changes.length - pending.length;
  const stays = kept.map(
    ({ key }) =>
      `  . kept      ${shownKey(key)}: it still has pods, and goes when their last meeting has ended`,
  );
  if (pending.length === 0) return [`nothing to change (${unchanged} unchanged)`, ...stays].join('\n');
  const lines = pending.flatMap((change) => [
    `  ${marks[change.action]} ${change.action.padEnd(8)}  ${shownKey(change.key)}${lossText(change)}`,
    ...detailsOf(change, isVerbose),
  ]);
  return [...lines, ...stays, ...(unchanged === 0 ? [] : [`    ${unchanged} unchanged`])].join('\n');
}

function detailsOf({ action, fields, conflicts }: Change, isVerbose: boolean): string[] {
  if (action === 'conflict')
    return conflicts.map(({ manager, path }) => `        ${path} is set by ${manager}`);
  if (action === 'create' && !isVerbose) return [];
  return fields.map(({ path, before, after }) => `        ${path}: ${shown(before)} → ${shown(after)}`);
}

function lossText({ action, key }: Change): string {
  const loss = action === 'delete' ? lossOf(key) : undefined;
  return loss === undefined ? '' : `, ${loss}`;
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replaceAll('\n', '⏎');
  return line.length <= VALUE_LENGTH ? line : `${line.slice(0, VALUE_LENGTH - 1)}…`;
}

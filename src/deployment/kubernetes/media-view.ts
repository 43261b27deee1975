import type { Drained } from './drain-media-pods.ts';
import { drainText } from './drain-view.ts';
import { isHandedOver } from './generation-rollout.ts';
import { rolloutText } from './generations.ts';
import type { RolledOut } from './roll-out-generation.ts';
import type { Scaled } from './scale-media.ts';

/** How a drain ended, and what to type next. */
export function drainedView(name: string, { node, pods, state, left }: Drained, nowMs: number): string {
  const again = `gomeet drain ${name}   goes on watching`;
  switch (state) {
    case 'empty': {
      const what = pods.length === 0 ? `${name} carries no media server` : `${name} is empty`;
      return node === null
        ? what
        : `${what}; it takes no new pods\nNext: kubectl uncordon ${node}   puts it back into service`;
    }
    case 'draining':
      return `${drainText(left, nowMs)}\nNext: ${again}`;
    case 'late':
      return `the deadline is over: ${drainText(left, nowMs)}\nNext: ${again}; --policy force ends it`;
  }
}

/** How far a new generation has come, and what goes on by itself. */
export function rolloutLines({ state, generations }: RolledOut): readonly string[] {
  const said = `media servers: ${rolloutText(generations)}`;
  if (state === 'done') return [said];
  return isHandedOver(generations.state)
    ? [said, '  the old ones go with their last meeting; the next deployment removes what is left of them']
    : [said, '  as meetings end, nodes become free: the same command again goes on with the next of them'];
}

/** How a change of size ended, and what to type next. */
export function scaledView(scaled: Scaled, nowMs: number): string {
  const { from, to, leaving, left, removedNodes, emptyNodes } = scaled;
  const change = from === to ? `${to} media servers` : `media servers: ${from} → ${to}`;
  const gone = leaving.length - left.length;
  const lines = [
    leaving.length === 0 ? change : `${change}; ${gone} of ${leaving.length} emptied`,
    ...(left.length === 0 ? [] : [drainText(left, nowMs), `Next: gomeet scale media ${to}   goes on`]),
    ...(removedNodes.length === 0 ? [] : [`removed: ${removedNodes.join(', ')}`]),
    ...(emptyNodes.length === 0
      ? []
      : [`empty, and to be removed from their pool by you: ${emptyNodes.join(', ')}`]),
  ];
  return lines.join('\n');
}

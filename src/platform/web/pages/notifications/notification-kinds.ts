import type { Notification } from '../../api/types.ts';
import type { IconName } from '../../ui/icon-shapes.ts';

/** The picture of a kind of notification, by what its type begins with. */
export function iconOf(type: string): IconName {
  const kinds: readonly [RegExp, IconName][] = [
    [/invit/, 'mail'],
    [/record/, 'record'],
    [/contact/, 'user-plus'],
    [/^room|meeting/, 'camera'],
    [/session|password|login|security/, 'shield'],
  ];
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'bell';
}

/** Where a notification leads: to the room that it is about. */
export function targetOf({ type, data }: Pick<Notification, 'type' | 'data'>): string | undefined {
  const { roomId } = data;
  if (typeof roomId !== 'string') return undefined;
  return /record/.test(type) ? `/rooms/${roomId}/details?show=recordings` : `/rooms/${roomId}/details`;
}

import type { Room } from '../../api/types.ts';
import { toLocalInput } from '../../format/time.ts';

/** What the form for a room holds: texts, as inputs have them. */
export interface RoomDraft {
  readonly name: string;
  readonly description: string;
  readonly scheduledAt: string;
  readonly endsAt: string;
  readonly maxUsers: string;
  readonly password: string;
  readonly persistent: boolean;
}

const hourMs = 3_600_000;

/** The form for a room; without one, for a meeting of an hour that begins at the next full hour. */
export function draftOf(room: Room | undefined, now: Date): RoomDraft {
  const begin = new Date(Math.ceil((now.getTime() + 1) / hourMs) * hourMs);
  const input = (time: string | null): string => (time === null ? '' : toLocalInput(new Date(time)));
  return {
    name: room?.name ?? '',
    description: room?.description ?? '',
    scheduledAt: room ? input(room.scheduledAt) : toLocalInput(begin),
    endsAt: room ? input(room.endsAt) : toLocalInput(new Date(begin.getTime() + hourMs)),
    maxUsers: String(room?.maxUsers ?? 50),
    password: '',
    persistent: room?.persistent ?? false,
  };
}

/** The body for the API: all of a new room, of an existing one what is different. Empty texts are left out or null. */
export function changedFields(draft: RoomDraft, room: Room | undefined): Record<string, unknown> {
  const before = draftOf(room, new Date(0));
  const moment = (text: string): string | null => (text === '' ? null : new Date(text).toISOString());
  const values: Record<keyof RoomDraft, unknown> = {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    scheduledAt: moment(draft.scheduledAt),
    endsAt: moment(draft.endsAt),
    maxUsers: Number(draft.maxUsers),
    password: draft.password || null,
    persistent: draft.persistent,
  };
  const keys = Object.keys(values) as (keyof RoomDraft)[];
  const isSent = room
    ? (key: keyof RoomDraft) => draft[key] !== before[key]
    : (key: keyof RoomDraft) => values[key] !== null;
  return Object.fromEntries(keys.filter(isSent).map((key) => [key, values[key]]));
}

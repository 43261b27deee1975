import { api } from '../../api/api.ts';
import type { HistoryEntry, Page } from '../../api/types.ts';
import { formatDuration, formatWhen } from '../../format/time.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Who was there, when and for how long. */
export function RoomHistory({ roomId }: { readonly roomId: string }) {
  const path = `/rooms/${roomId}/history`;
  const list = useList<HistoryEntry>(
    (cursor) => api.get<Page<HistoryEntry>>(path, { query: { cursor } }),
    [path],
  );
  return (
    <ListView list={list} empty={<EmptyState icon="history" title="Nobody has been here yet" />}>
      {(stays) => (
        <ul class="divide-y divide-line rounded-2xl border border-line bg-surface">
          {stays.map((stay) => (
            <li key={`${stay.userId} ${stay.joinedAt}`} class="flex items-center gap-3 px-4 py-3">
              <Avatar name={stay.name} size={36} />
              <div class="min-w-0 flex-1">
                <p class="truncate font-medium">{stay.name}</p>
                <p class="text-sm text-muted">{formatWhen(stay.joinedAt)}</p>
              </div>
              {stay.durationSeconds === null ? (
                <Badge kind="good">In the room</Badge>
              ) : (
                <span class="text-sm text-muted">{formatDuration(stay.durationSeconds * 1000)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </ListView>
  );
}

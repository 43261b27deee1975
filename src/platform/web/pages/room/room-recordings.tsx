import { api } from '../../api/api.ts';
import type { Page, Recording } from '../../api/types.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RecordingItem } from '../recordings/recording-item.tsx';

/** The recordings of one room. */
export function RoomRecordings({ roomId }: { readonly roomId: string }) {
  const path = `/rooms/${roomId}/recordings`;
  const list = useList<Recording>((cursor) => api.get<Page<Recording>>(path, { query: { cursor } }), [path]);
  return (
    <ListView
      list={list}
      empty={
        <EmptyState
          icon="record"
          title="No recordings"
          text="A moderator can record a meeting with the button in its bar."
        />
      }
    >
      {(recordings) => (
        <ul class="flex flex-col gap-4">
          {recordings.map((recording) => (
            <li key={recording.id}>
              <RecordingItem recording={recording} onDeleted={list.reload} />
            </li>
          ))}
        </ul>
      )}
    </ListView>
  );
}

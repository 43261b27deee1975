import { api } from '../../api/api.ts';
import type { Page, Recording } from '../../api/types.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RecordingItem } from './recording-item.tsx';
import { useRoomNames } from './use-room-names.ts';

export default function RecordingsPage() {
  const list = useList<Recording>(
    (cursor) => api.get<Page<Recording>>('/recordings', { query: { cursor } }),
    [],
  );
  const names = useRoomNames(list.loaded.state === 'ready' ? list.loaded.data.items : []);
  return (
    <div class="flex flex-col gap-6">
      <PageTitle title="Recordings" text="Of all your rooms, the newest first." />
      <ListView
        list={list}
        empty={
          <EmptyState
            icon="record"
            title="No recordings"
            text="What is recorded in your rooms appears here."
          />
        }
      >
        {(recordings) => (
          <ul class="flex flex-col gap-4">
            {recordings.map((recording) => (
              <li key={recording.id}>
                <RecordingItem
                  recording={recording}
                  roomName={names.get(recording.roomId)}
                  onDeleted={list.reload}
                />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </div>
  );
}

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../api/api.ts';
import type { Page, Room } from '../../api/types.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { session } from '../../session/current.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { QuickStart } from './quick-start.tsx';
import { RoomCard } from './room-card.tsx';
import { RoomDialog } from './room-dialog.tsx';

type Filter = 'mine' | 'invited' | 'upcoming' | 'past';

const tabs: readonly { id: Filter; label: string }[] = [
  { id: 'mine', label: 'My rooms' },
  { id: 'upcoming', label: 'Upcoming' },
  { id: 'invited', label: 'Invited' },
  { id: 'past', label: 'Past' },
];

const empty: Readonly<Record<Filter, { icon: IconName; title: string; text: string }>> = {
  mine: { icon: 'camera', title: 'No rooms yet', text: 'Start a meeting now, or plan one for later.' },
  upcoming: { icon: 'calendar', title: 'Nothing is planned', text: 'Meetings with a date appear here.' },
  invited: {
    icon: 'mail',
    title: 'No invitations',
    text: 'When somebody invites you, the room appears here.',
  },
  past: {
    icon: 'history',
    title: 'No past meetings',
    text: 'Meetings that are over stay here with who was there.',
  },
};

export default function DashboardPage() {
  const { query, route } = useLocation();
  const filter = tabs.find(({ id }) => id === query.show)?.id ?? 'mine';
  const [planning, setPlanning] = useState(false);
  const list = useList<Room>(
    (cursor) => api.get<Page<Room>>('/rooms', { query: { filter, limit: 24, cursor } }),
    [filter],
  );
  const name = session.user.value?.firstName;
  return (
    <div class="flex flex-col gap-6">
      <PageTitle
        title={name ? `Hello, ${name}` : 'Meetings'}
        text="Your rooms and meetings."
        actions={
          <Button kind="secondary" icon="calendar" onClick={() => setPlanning(true)}>
            Plan a meeting
          </Button>
        }
      />
      <QuickStart />
      <Tabs
        label="Which rooms"
        tabs={tabs}
        current={filter}
        onChange={(id) => route(id === 'mine' ? '/' : `/?show=${id}`)}
      >
        <ListView list={list} empty={<EmptyState {...empty[filter]} />}>
          {(rooms) => (filter === 'mine' ? <OwnRooms rooms={rooms} /> : <RoomGrid rooms={rooms} />)}
        </ListView>
      </Tabs>
      <RoomDialog
        open={planning}
        onClose={() => setPlanning(false)}
        onSaved={(room) => route(`/rooms/${room.id}/details`)}
      />
    </div>
  );
}

/** The server lists rooms that can still be used before those that are over. */
function OwnRooms({ rooms }: { readonly rooms: readonly Room[] }) {
  const open = rooms.filter(({ status }) => status === 'active');
  const over = rooms.filter(({ status }) => status !== 'active');
  return (
    <div class="flex flex-col gap-6">
      {open.length > 0 && <RoomGrid rooms={open} />}
      {over.length > 0 && (
        <section aria-label="Over" class="flex flex-col gap-3">
          <h2 class="font-semibold text-muted">Over</h2>
          <RoomGrid rooms={over} />
        </section>
      )}
    </div>
  );
}

const RoomGrid = ({ rooms }: { readonly rooms: readonly Room[] }) => (
  <ul class="grid gap-4 grid-cols-1 sm:grid-cols-2 xl:grid-cols-3">
    {rooms.map((room) => (
      <li key={room.id}>
        <RoomCard room={room} />
      </li>
    ))}
  </ul>
);

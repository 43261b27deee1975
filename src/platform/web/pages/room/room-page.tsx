import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../api/api.ts';
import type { Room } from '../../api/types.ts';
import { LoadedView } from '../../loading/loaded-view.tsx';
import { useLoaded } from '../../loading/use-loaded.ts';
import { session } from '../../session/current.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { copyRoomLink } from '../dashboard/copy-room-link.ts';
import { RoomState } from '../dashboard/room-card.tsx';
import { RoomDialog } from '../dashboard/room-dialog.tsx';
import { RoomFacts } from '../dashboard/room-facts.tsx';
import { RoomHistory } from './room-history.tsx';
import { RoomInvitations } from './room-invitations.tsx';
import { RoomRecordings } from './room-recordings.tsx';
import { RoomRules } from './room-rules.tsx';

type View = 'invitations' | 'settings' | 'history' | 'recordings';

const views: readonly { id: View; label: string }[] = [
  { id: 'invitations', label: 'Invitations' },
  { id: 'settings', label: 'Settings' },
  { id: 'history', label: 'History' },
  { id: 'recordings', label: 'Recordings' },
];

/** Everything about one room but the meeting itself. */
export default function RoomPage({ params }: { readonly params: { readonly roomId: string } }) {
  const loading = useLoaded(() => api.get<Room>(`/rooms/${params.roomId}`), [params.roomId]);
  return (
    <LoadedView wholePage loading={loading}>
      {(room) => <RoomDetails room={room} onChange={loading.replace} />}
    </LoadedView>
  );
}

interface RoomDetailsProps {
  readonly room: Room;
  readonly onChange: (room: Room) => void;
}

function RoomDetails({ room, onChange }: RoomDetailsProps) {
  const { query, route } = useLocation();
  const [asking, setAsking] = useState<'change' | 'end' | 'delete'>();
  const view =
    views.find(({ id }) => id === query.show)?.id ?? (room.status === 'active' ? 'invitations' : 'history');
  const isHost = session.user.value?.id === room.hostId;
  const close = (): void => setAsking(undefined);
  return (
    <div class="flex flex-col gap-6">
      <RoomHead room={room} items={isHost ? commands(room, setAsking) : []} />
      <Tabs
        label="About this room"
        tabs={views}
        current={view}
        onChange={(id) => route(`/rooms/${room.id}/details?show=${id}`, true)}
      >
        {view === 'invitations' && <RoomInvitations room={room} />}
        {view === 'settings' && <RoomRules roomId={room.id} />}
        {view === 'history' && <RoomHistory roomId={room.id} />}
        {view === 'recordings' && <RoomRecordings roomId={room.id} />}
      </Tabs>
      <RoomDialog open={asking === 'change'} room={room} onClose={close} onSaved={onChange} />
      <ConfirmDialog
        open={asking === 'end'}
        title="End the meeting for everyone?"
        confirm="End the meeting"
        action={async () => {
          await api.post(`/rooms/${room.id}/end`);
          onChange(await api.get<Room>(`/rooms/${room.id}`));
        }}
        onClose={close}
      >
        Everyone in the room is sent out. Its chat, history and recordings stay.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'delete'}
        title={`Delete “${room.name}”?`}
        confirm="Delete the room"
        action={async () => {
          await api.delete(`/rooms/${room.id}`);
          route('/');
        }}
        onClose={close}
      >
        The room goes with its chat, its history and its recordings. This cannot be undone.
      </ConfirmDialog>
    </div>
  );
}

const commands = (room: Room, ask: (what: 'change' | 'end' | 'delete') => void): MenuItem[] => [
  ...(room.status === 'active'
    ? ([
        { label: 'Change', icon: 'settings', onSelect: () => ask('change') },
        { label: 'End the meeting', icon: 'stop', onSelect: () => ask('end') },
      ] as const)
    : []),
  { label: 'Delete', icon: 'trash', danger: true, onSelect: () => ask('delete') },
];

function RoomHead({ room, items }: { readonly room: Room; readonly items: readonly MenuItem[] }) {
  return (
    <header class="flex flex-col gap-4">
      <a
        href="/"
        class="-my-2 inline-flex w-fit items-center gap-1.5 py-2 text-sm text-muted hover:text-ink max-md:py-3"
      >
        <Icon name="arrow-left" size={16} /> Meetings
      </a>
      <PageTitle
        title={room.name}
        text={room.description}
        actions={
          <>
            <Button kind="secondary" icon="link" onClick={() => void copyRoomLink(room.id)}>
              Copy the link
            </Button>
            {room.status === 'active' && (
              <a href={`/rooms/${room.id}`} class={buttonClass()}>
                <Icon name="camera" size={18} /> Join
              </a>
            )}
            {items.length > 0 && (
              <Menu
                label="More about this room"
                triggerClass={`${buttonClass('secondary')} px-3`}
                trigger={<Icon name="more" />}
                items={items}
              />
            )}
          </>
        }
      />
      <ul class="flex flex-wrap items-center gap-x-5 gap-y-2 text-sm text-muted">
        <RoomFacts room={room} />
        <li>
          <RoomState room={room} />
        </li>
      </ul>
    </header>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showError, showToast } from '../../ui/toast.tsx';
import type { BreakoutRoom } from '../breakouts.ts';
import { useMeeting } from '../meeting-context.ts';
import { isModerator } from '../meeting-state.ts';
import { BreakoutAssignments } from './breakout-assignments.tsx';
import { BreakoutForm } from './breakout-form.tsx';
import { Panel } from './panel.tsx';

/** Breakout rooms: moderators make, fill, address and close them; everybody goes to their own and back. */
export function BreakoutPanel() {
  const { meeting, switchTo } = useMeeting();
  const [rooms, setRooms] = useState<readonly BreakoutRoom[]>([]);
  const { open, yourRoomId } = meeting.state.breakouts.value;
  const moderates = isModerator(meeting.state.role.value);
  const { parentRoomId } = meeting.room;
  const load = (): void => {
    meeting.breakouts.list().then(setRooms, showError);
  };
  useEffect(load, [open, yourRoomId]);
  const act = (order: Promise<unknown>): void => {
    order.then(load, showError);
  };
  return (
    <Panel title="Breakout rooms">
      <div class="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        {parentRoomId !== null && (
          <Button icon="arrow-left" onClick={() => switchTo(parentRoomId)}>
            Back to the main room
          </Button>
        )}
        {rooms.length === 0 && moderates && parentRoomId === null && (
          <BreakoutForm onOpen={(names, assign) => act(meeting.breakouts.open(names, assign))} />
        )}
        {rooms.length === 0 && !moderates && (
          <EmptyState
            icon="breakout"
            title="No breakout rooms"
            text="A moderator can open smaller rooms for groups."
          />
        )}
        {rooms.map((room) => (
          <BreakoutCard
            key={room.id}
            room={room}
            isYours={room.id === yourRoomId || room.assigned.includes(meeting.ownId)}
            moderates={moderates}
          />
        ))}
        {rooms.length > 0 && moderates && parentRoomId === null && (
          <>
            <BreakoutAssignments
              rooms={rooms}
              onAssign={(userId, roomId) => act(meeting.breakouts.assign(userId, roomId))}
            />
            <Broadcast />
            <Button kind="danger" onClick={() => act(meeting.breakouts.close())}>
              Close all and call everyone back
            </Button>
          </>
        )}
      </div>
    </Panel>
  );
}

interface BreakoutCardProps {
  readonly room: BreakoutRoom;
  readonly isYours: boolean;
  readonly moderates: boolean;
}

function BreakoutCard({ room, isYours, moderates }: BreakoutCardProps) {
  const { meeting, switchTo } = useMeeting();
  const isHere = room.id === meeting.room.id;
  const count = room.assigned.length;
  return (
    <section aria-label={room.name} class="flex items-center gap-3 rounded-xl border border-line p-3">
      <div class="min-w-0 flex-1">
        <h3 class="truncate font-medium">{room.name}</h3>
        <p class="text-sm text-muted">
          {count === 1 ? '1 person' : `${count} people`}
          {isYours && ' · yours'}
        </p>
      </div>
      {isHere ? (
        <span class="text-sm text-muted">You are here</span>
      ) : (
        (isYours || moderates) && (
          <Button size="small" kind={isYours ? 'primary' : 'secondary'} onClick={() => switchTo(room.id)}>
            Join
          </Button>
        )
      )}
    </section>
  );
}

/** A word to everybody in all rooms. */
function Broadcast() {
  const { meeting } = useMeeting();
  const [text, setText] = useState('');
  return (
    <form
      class="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        meeting.breakouts.broadcast(text.trim()).then(() => {
          setText('');
          showToast('Sent to all breakout rooms');
        }, showError);
      }}
    >
      <TextField label="Message to all rooms" value={text} maxLength={500} onValue={setText} />
      <Button kind="secondary" icon="send" type="submit" disabled={text.trim() === ''}>
        Send to all rooms
      </Button>
    </form>
  );
}

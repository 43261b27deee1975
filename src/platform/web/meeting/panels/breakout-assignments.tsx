import { useState } from 'preact/hooks';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { BreakoutRoom } from '../breakouts.ts';
import { useMeeting } from '../meeting-context.ts';
import { listPeople } from '../stores/list-people.ts';

/** More would be a list that nobody reads: a search finds the others. */
const shown = 20;

interface BreakoutAssignmentsProps {
  readonly rooms: readonly BreakoutRoom[];
  readonly onAssign: (userId: string, breakoutRoomId: string | null) => void;
}

/** Sends people of the main room into breakout rooms, one by one. */
export function BreakoutAssignments({ rooms, onAssign }: BreakoutAssignmentsProps) {
  const { meeting } = useMeeting();
  const [search, setSearch] = useState('');
  const count = meeting.roster.ids.value.length;
  const ids = listPeople([...meeting.roster.people()], meeting.ownId, search);
  const options = [
    { value: '', label: 'Main room' },
    ...rooms.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <details class="rounded-xl border border-line px-4 py-3">
      <summary class="-mx-4 -my-3 cursor-pointer rounded-xl px-4 py-3 font-medium">Assign people</summary>
      <div class="flex flex-col gap-4 pt-6">
        {count > shown && (
          <TextField label="Search people" type="search" value={search} onValue={setSearch} />
        )}
        {ids.slice(0, shown).map((userId) => (
          <Select
            key={userId}
            label={meeting.roster.get(userId)?.name ?? ''}
            value={rooms.find(({ assigned }) => assigned.includes(userId))?.id ?? ''}
            options={options}
            onValue={(roomId) => onAssign(userId, roomId === '' ? null : roomId)}
          />
        ))}
      </div>
    </details>
  );
}

import { useState } from 'preact/hooks';
import { TextField } from '../../ui/text-field.tsx';
import { useMeeting } from '../meeting-context.ts';
import { isModerator } from '../meeting-state.ts';
import { listPeople } from '../stores/list-people.ts';
import { Panel } from './panel.tsx';
import { PersonRow } from './person-row.tsx';
import { VirtualList } from './virtual-list.tsx';
import { WaitingList } from './waiting-list.tsx';

const rowPx = 56;

/** Everybody in the room; for moderators also who waits before the door. */
export function PeoplePanel() {
  const { meeting } = useMeeting();
  const [search, setSearch] = useState('');
  // These two say when the order can have changed; the rows follow their own person.
  meeting.roster.handsUp.value;
  const count = meeting.roster.ids.value.length;
  const ids = listPeople([...meeting.roster.people()], meeting.ownId, search);
  return (
    <Panel title={`People (${count})`}>
      {isModerator(meeting.state.role.value) && <WaitingList />}
      <div class="px-4 py-3">
        <TextField label="Search people" type="search" value={search} onValue={setSearch} />
      </div>
      {ids.length === 0 && <p class="px-4 text-muted">Nobody here is called that.</p>}
      <VirtualList
        label="People in the room"
        keys={ids}
        rowPx={rowPx}
        row={(userId) => <PersonRow key={userId} userId={userId} />}
      />
    </Panel>
  );
}

import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { Room } from '../../api/types.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { changedFields, draftOf, type RoomDraft } from './room-draft.ts';

interface RoomDialogProps {
  readonly open: boolean;
  /** The room to change; without it a new one is made. */
  readonly room?: Room;
  readonly onClose: () => void;
  readonly onSaved: (room: Room) => void;
}

/** Plans a new room, or changes one. */
export function RoomDialog({ open, room, onClose, onSaved }: RoomDialogProps) {
  return (
    <Dialog open={open} title={room ? 'Change the room' : 'Plan a meeting'} onClose={onClose}>
      <RoomForm {...(room && { room })} onClose={onClose} onSaved={onSaved} />
    </Dialog>
  );
}

function RoomForm({ room, onClose, onSaved }: Omit<RoomDialogProps, 'open'>) {
  const [draft, setDraft] = useState(() => draftOf(room, new Date()));
  const set =
    <K extends keyof RoomDraft>(field: K) =>
    (value: RoomDraft[K]) =>
      setDraft((before) => ({ ...before, [field]: value }));
  const save = useSubmit(async () => {
    const fields = changedFields(draft, room);
    onSaved(
      room ? await api.put<Room>(`/rooms/${room.id}`, fields) : await api.create<Room>('/rooms', fields),
    );
    onClose();
  });
  const fault = (name: string): string | undefined => save.problem?.field(name);
  return (
    <form class="flex flex-col gap-4" onSubmit={save.onSubmit}>
      <FormProblem problem={save.problem} />
      <TextField
        label="Name"
        required
        maxLength={255}
        value={draft.name}
        error={fault('name')}
        onValue={set('name')}
      />
      <TextArea
        label="Description"
        rows={2}
        maxLength={5000}
        value={draft.description}
        error={fault('description')}
        onValue={set('description')}
      />
      <div class="grid gap-4 grid-cols-1 sm:grid-cols-2">
        <TextField
          label="Begins"
          type="datetime-local"
          value={draft.scheduledAt}
          error={fault('scheduledAt')}
          onValue={set('scheduledAt')}
        />
        <TextField
          label="Ends"
          type="datetime-local"
          min={draft.scheduledAt}
          value={draft.endsAt}
          error={fault('endsAt')}
          onValue={set('endsAt')}
        />
        <TextField
          label="Seats"
          type="number"
          min="1"
          max="1000"
          required
          value={draft.maxUsers}
          error={fault('maxUsers')}
          onValue={set('maxUsers')}
        />
        <TextField
          label="Password"
          autoComplete="off"
          maxLength={128}
          hint={room?.hasPassword ? 'Leave empty to keep it' : 'Leave empty for none'}
          value={draft.password}
          error={fault('password')}
          onValue={set('password')}
        />
      </div>
      <Switch
        label="Permanent room"
        hint="Stays open after a meeting, for the next one"
        checked={draft.persistent}
        onChange={set('persistent')}
      />
      <div class="flex justify-end gap-3">
        <Button kind="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" busy={save.busy}>
          {room ? 'Save' : 'Plan it'}
        </Button>
      </div>
    </form>
  );
}

import type { RoomSettings } from '../../api/types.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showError } from '../../ui/toast.tsx';
import { useMeeting } from '../meeting-context.ts';

/** What moderators allow the room. Each change takes effect at once, for everybody. */
export function RulesDialog() {
  const { meeting, ui } = useMeeting();
  const settings = meeting.state.settings.value;
  const change = (part: Partial<RoomSettings>): void => {
    meeting.moderation.changeSettings(part).catch(showError);
  };
  return (
    <Dialog
      open={ui.dialog.value === 'rules' && settings !== undefined}
      title="Rules of the room"
      onClose={() => {
        ui.dialog.value = undefined;
      }}
    >
      {settings && (
        <div class="flex flex-col gap-4">
          <Switch
            label="Waiting room"
            hint="Moderators let people in one by one"
            checked={settings.waitingRoom}
            onChange={(waitingRoom) => change({ waitingRoom })}
          />
          <Select
            label="Who may share a screen"
            value={settings.screenShare}
            options={[
              { value: 'everyone', label: 'Everyone' },
              { value: 'moderators', label: 'Moderators' },
            ]}
            onValue={(screenShare) => change({ screenShare })}
          />
          <Select
            label="Who may write in the chat"
            value={settings.chat}
            options={[
              { value: 'everyone', label: 'Everyone' },
              { value: 'moderators', label: 'Moderators; everyone reads' },
              { value: 'off', label: 'Nobody' },
            ]}
            onValue={(chat) => change({ chat })}
          />
          <Select
            label="Who may record"
            value={settings.recording}
            options={[
              { value: 'moderators', label: 'Moderators' },
              { value: 'host', label: 'Only the host' },
            ]}
            onValue={(recording) => change({ recording })}
          />
        </div>
      )}
    </Dialog>
  );
}

import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showError } from '../../ui/toast.tsx';
import { DeviceFields, QualityFields } from '../entry/device-fields.tsx';
import { storeDevices } from '../media/preferences.ts';
import { useMeeting } from '../meeting-context.ts';
import { RulesDialog } from './rules-dialog.tsx';
import { shortcuts } from './shortcuts.ts';

interface LeaveProps {
  readonly onLeave: () => void;
}

/** The dialogs of the meeting, of which one is open at most. */
export function MeetingDialogs({ onLeave }: LeaveProps) {
  return (
    <>
      <SettingsDialog />
      <ShortcutsDialog />
      <RulesDialog />
      <LeaveDialog onLeave={onLeave} />
    </>
  );
}

function SettingsDialog() {
  const { meeting, ui } = useMeeting();
  const { media } = meeting;
  const preferences = media.preferences.value;
  const change = (next: typeof preferences): void => {
    storeDevices(localStorage, next);
    media.change(next).catch(showError);
  };
  return (
    <Dialog open={ui.dialog.value === 'settings'} title="Sound, picture, devices" onClose={() => close(ui)}>
      <DeviceFields preferences={preferences} onChange={change} />
      <QualityFields preferences={preferences} onChange={change} />
    </Dialog>
  );
}

function ShortcutsDialog() {
  const { ui } = useMeeting();
  return (
    <Dialog open={ui.dialog.value === 'shortcuts'} title="Keyboard shortcuts" onClose={() => close(ui)}>
      <dl class="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {shortcuts.map(({ shown, does }) => (
          <>
            <dt>
              <kbd class="inline-block min-w-9 rounded-md border border-line-strong bg-sunken px-2 py-1 text-center font-sans text-sm font-medium">
                {shown}
              </kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}

function LeaveDialog({ onLeave }: LeaveProps) {
  const { meeting, ui } = useMeeting();
  const isHost = meeting.state.role.value === 'host';
  const endForAll = (): void => {
    meeting.moderation.end().catch(showError);
  };
  return (
    <Dialog
      open={ui.dialog.value === 'leave'}
      title="Leave the meeting?"
      onClose={() => close(ui)}
      actions={
        <>
          <Button kind="secondary" onClick={() => close(ui)}>
            Stay
          </Button>
          {isHost && (
            <Button kind="secondary" onClick={endForAll}>
              End for everyone
            </Button>
          )}
          <Button kind="danger" icon="leave" onClick={onLeave}>
            Leave
          </Button>
        </>
      }
    >
      <p class="text-muted">
        {isHost
          ? 'The others can go on without you, or you end the meeting for everyone.'
          : 'The others go on. You can join again with the same link.'}
      </p>
    </Dialog>
  );
}

const close = (ui: ReturnType<typeof useMeeting>['ui']): void => {
  ui.dialog.value = undefined;
};

import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showError } from '../../ui/toast.tsx';
import { useMeeting } from '../meeting-context.ts';
import { mayModerate } from '../meeting-state.ts';
import type { RosterPerson } from '../stores/roster.ts';

/** What can be done about one person: by everybody on their own side, by moderators in the room. */
export function PersonDialog() {
  const { meeting, ui } = useMeeting();
  const [removing, setRemoving] = useState<'remove' | 'ban' | undefined>(undefined);
  const userId = ui.person.value;
  const person = userId === undefined ? undefined : meeting.roster.get(userId);
  const close = (): void => {
    ui.person.value = undefined;
    setRemoving(undefined);
  };
  const isOwn = userId === meeting.ownId;
  const moderates =
    person !== undefined && !isOwn && mayModerate(meeting.state.role.value, person.role.value);
  return (
    <>
      <Dialog
        open={person !== undefined && removing === undefined}
        title={person?.name ?? ''}
        // Giving way to the question whether to remove is no closing.
        onClose={() => removing === undefined && close()}
      >
        {person && (
          <div class="flex flex-col gap-5">
            {!isOwn && <VolumeSlider person={person} />}
            <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
              <Button
                kind="secondary"
                icon="pin"
                onClick={() => {
                  meeting.stageView.pinned.value = { userId: person.userId, source: 'camera' };
                  close();
                }}
              >
                Pin to the stage
              </Button>
              {moderates && <ModeratorActions person={person} onDone={close} onRemove={setRemoving} />}
            </div>
          </div>
        )}
      </Dialog>
      <ConfirmDialog
        open={person !== undefined && removing !== undefined}
        title={`Remove ${person?.name ?? ''}?`}
        confirm={removing === 'ban' ? 'Remove for good' : 'Remove'}
        action={() => meeting.moderation.remove(person?.userId ?? '', removing === 'ban')}
        onClose={close}
      >
        {removing === 'ban'
          ? 'They leave the meeting at once and cannot come back to this room.'
          : 'They leave the meeting at once. They can join again.'}
      </ConfirmDialog>
    </>
  );
}

function VolumeSlider({ person }: { readonly person: RosterPerson }) {
  const { meeting } = useMeeting();
  const percent = person.volumePercent.value;
  return (
    <label class="flex flex-col gap-2 text-sm font-medium">
      <span class="flex justify-between">
        Volume for you <span class="text-muted tabular-nums">{percent} %</span>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        class="h-11 w-full accent-primary"
        onInput={(event) => {
          person.volumePercent.value = event.currentTarget.valueAsNumber;
          meeting.media.received.setVolume(person.userId, event.currentTarget.valueAsNumber);
        }}
      />
    </label>
  );
}

interface ModeratorActionsProps {
  readonly person: RosterPerson;
  readonly onDone: () => void;
  readonly onRemove: (how: 'remove' | 'ban') => void;
}

function ModeratorActions({ person, onDone, onRemove }: ModeratorActionsProps) {
  const { moderation, state } = useMeeting().meeting;
  const { userId } = person;
  const { audio, video, screen } = person.media.value;
  const role = person.role.value;
  const act = (order: Promise<unknown>): void => {
    order.then(onDone, showError);
  };
  const promote = role === 'moderator' ? 'participant' : 'moderator';
  const observe = role === 'observer' ? 'participant' : 'observer';
  return (
    <>
      {audio && (
        <Button kind="secondary" icon="microphone-off" onClick={() => act(moderation.mute(userId, 'audio'))}>
          Mute
        </Button>
      )}
      {video && (
        <Button kind="secondary" icon="camera-off" onClick={() => act(moderation.mute(userId, 'video'))}>
          Camera off
        </Button>
      )}
      {screen && (
        <Button kind="secondary" icon="screen" onClick={() => act(moderation.mute(userId, 'screen'))}>
          End screen share
        </Button>
      )}
      {state.role.value === 'host' && (
        <>
          <Button kind="secondary" icon="shield" onClick={() => act(moderation.setRole(userId, promote))}>
            {role === 'moderator' ? 'No longer moderator' : 'Make moderator'}
          </Button>
          <Button kind="secondary" icon="user" onClick={() => act(moderation.setRole(userId, observe))}>
            {role === 'observer' ? 'Let speak' : 'Make observer'}
          </Button>
        </>
      )}
      <Button kind="secondary" icon="leave" onClick={() => onRemove('remove')}>
        Remove …
      </Button>
      <Button kind="danger" icon="close" onClick={() => onRemove('ban')}>
        Remove for good …
      </Button>
    </>
  );
}

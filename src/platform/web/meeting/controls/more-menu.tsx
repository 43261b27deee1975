import { Icon } from '../../ui/icon.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { showError, showToast } from '../../ui/toast.tsx';
import { type MeetingScope, useMeeting } from '../meeting-context.ts';
import { allowances } from '../meeting-state.ts';
import { screenSize } from '../stage/screen-size.ts';
import { run, toggleFullScreen } from './use-shortcuts.ts';

/** The rarer things. */
export function MoreMenu() {
  const scope = useMeeting();
  return (
    <Menu
      label="More"
      opens="up"
      triggerClass="inline-flex size-12 items-center justify-center rounded-full bg-line text-ink hover:bg-line-strong/40"
      trigger={<Icon name="more" size={22} />}
      items={[
        ...(screenSize.value === 'phone' ? telephoneItems(scope) : []),
        ...viewItems(scope),
        ...roomItems(scope),
      ]}
    />
  );
}

/** What has no place in the bar of a telephone. Telephones cannot share their screen from a browser. */
function telephoneItems(scope: MeetingScope): MenuItem[] {
  const { meeting, ui } = scope;
  return [
    { label: 'People', icon: 'people', onSelect: () => ui.toggle('people') },
    {
      label: meeting.hand.value ? 'Lower your hand' : 'Raise your hand',
      icon: 'hand',
      onSelect: () => run('hand', scope),
    },
  ];
}

function viewItems({ meeting, ui }: MeetingScope): MenuItem[] {
  const { choice } = meeting.stageView;
  return [
    choice.value === 'grid'
      ? {
          label: 'Speaker view',
          icon: 'spotlight',
          onSelect: () => {
            choice.value = 'speaker';
          },
        }
      : {
          label: 'Grid view',
          icon: 'grid',
          onSelect: () => {
            choice.value = 'grid';
          },
        },
    { label: 'Full screen', icon: 'full-screen', onSelect: toggleFullScreen },
    { label: 'Breakout rooms', icon: 'breakout', onSelect: () => ui.toggle('breakouts') },
    {
      label: 'Sound, picture, devices',
      icon: 'settings',
      onSelect: () => {
        ui.dialog.value = 'settings';
      },
    },
    ...(screenSize.value === 'phone' ? [] : [shortcutsItem(ui)]),
  ];
}

const shortcutsItem = (ui: MeetingScope['ui']): MenuItem => ({
  label: 'Keyboard shortcuts',
  icon: 'info',
  onSelect: () => {
    ui.dialog.value = 'shortcuts';
  },
});

/** What changes the room for everybody. */
function roomItems({ meeting, ui }: MeetingScope): MenuItem[] {
  const { moderation, state } = meeting;
  const may = allowances(state.role.value, state.settings.value);
  const recording: MenuItem = state.recording.value
    ? { label: 'Stop recording', icon: 'stop', onSelect: () => void stopRecording(meeting).catch(showError) }
    : {
        label: 'Record',
        icon: 'record',
        onSelect: () =>
          void moderation.startRecording().then(({ id }) => {
            state.recordingId.value = id;
          }, showError),
      };
  const moderating: MenuItem[] = [
    {
      label: 'Mute everyone',
      icon: 'microphone-off',
      onSelect: () => void moderation.muteAll().then(() => showToast('Everyone is muted'), showError),
    },
    {
      label: state.settings.value?.locked ? 'Unlock the room' : 'Lock the room',
      icon: 'lock',
      onSelect: () => void moderation.lock(!state.settings.peek()?.locked).catch(showError),
    },
    {
      label: 'Rules of the room',
      icon: 'shield',
      onSelect: () => {
        ui.dialog.value = 'rules';
      },
    },
  ];
  return [...(may.recording ? [recording] : []), ...(may.moderates ? moderating : [])];
}

/** Whoever joined after the recording began does not know its id yet. */
async function stopRecording({ moderation, state }: MeetingScope['meeting']): Promise<void> {
  const id = state.recordingId.peek() ?? (await moderation.runningRecording());
  if (id !== undefined) await moderation.stopRecording(id);
}

import { useMeeting } from '../meeting-context.ts';
import { allowances } from '../meeting-state.ts';
import { ControlButton } from './control-button.tsx';
import { MoreMenu } from './more-menu.tsx';
import { ReactionPicker } from './reaction-picker.tsx';
import { run } from './use-shortcuts.ts';

/** What one does in a meeting, at the foot of the page. On a telephone the rarer things are in the menu. */
export function ControlBar() {
  const scope = useMeeting();
  const { meeting, ui } = scope;
  const { microphone, camera, screen } = meeting.media.own;
  const may = allowances(meeting.state.role.value, meeting.state.settings.value);
  const hand = meeting.hand.value;
  const panel = ui.panel.value;
  return (
    <div
      role="toolbar"
      aria-label="Controls"
      class="flex items-center justify-center gap-2 border-t border-line bg-surface px-2 py-3 sm:gap-3"
    >
      <ControlButton
        icon={microphone.value ? 'microphone' : 'microphone-off'}
        label={microphone.value ? 'Mute (M)' : 'Unmute (M)'}
        look={microphone.value ? 'plain' : 'off'}
        disabled={!may.media}
        aria-keyshortcuts="m"
        onClick={() => run('microphone', scope)}
      />
      <ControlButton
        icon={camera.value ? 'camera' : 'camera-off'}
        label={camera.value ? 'Switch camera off (V)' : 'Switch camera on (V)'}
        look={camera.value ? 'plain' : 'off'}
        disabled={!may.media}
        aria-keyshortcuts="v"
        onClick={() => run('camera', scope)}
      />
      <ControlButton
        icon="screen"
        label={screen.value ? 'Stop sharing your screen (S)' : 'Share your screen (S)'}
        look={screen.value ? 'active' : 'plain'}
        disabled={!may.screen}
        class="max-md:hidden"
        aria-keyshortcuts="s"
        onClick={() => run('screen', scope)}
      />
      <ControlButton
        icon="hand"
        label={hand ? 'Lower your hand (H)' : 'Raise your hand (H)'}
        look={hand ? 'active' : 'plain'}
        class="max-sm:hidden"
        aria-pressed={hand}
        aria-keyshortcuts="h"
        onClick={() => run('hand', scope)}
      />
      <ReactionPicker />
      <span class="mx-1 h-8 w-px bg-line max-sm:hidden" />
      <ControlButton
        icon="chat"
        label="Chat (C)"
        look={panel === 'chat' ? 'active' : 'plain'}
        count={meeting.chat.unread.value}
        aria-expanded={panel === 'chat'}
        aria-keyshortcuts="c"
        onClick={() => run('chat', scope)}
      />
      <ControlButton
        icon="people"
        label="People (P)"
        look={panel === 'people' ? 'active' : 'plain'}
        count={may.moderates ? meeting.state.waitingCount.value : 0}
        class="max-sm:hidden"
        aria-expanded={panel === 'people'}
        aria-keyshortcuts="p"
        onClick={() => run('people', scope)}
      />
      <MoreMenu />
      <ControlButton
        icon="leave"
        label="Leave"
        look="danger"
        class="ml-1 w-16! sm:ml-3"
        onClick={() => {
          ui.dialog.value = 'leave';
        }}
      />
    </div>
  );
}

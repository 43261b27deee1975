import { useEffect } from 'preact/hooks';
import { showError } from '../../ui/toast.tsx';
import { type MeetingScope, useMeeting } from '../meeting-context.ts';
import { allowances } from '../meeting-state.ts';
import { type Command, commandOf } from './shortcuts.ts';

/** Lets the keys of {@link shortcuts} work anywhere on the page. */
export function useShortcuts(): void {
  const scope = useMeeting();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (document.querySelector('dialog[open]')) return;
      const target = event.target as HTMLElement;
      const takesKeys = target.matches('input, textarea, select, [role=menuitem], [contenteditable]');
      const command = commandOf(event, { takesKeys });
      if (command === undefined) return;
      event.preventDefault();
      run(command, scope);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [scope]);
}

export function toggleFullScreen(): void {
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  done.catch(showError);
}

export function run(command: Command, { meeting, ui }: MeetingScope): void {
  const { media, stageView } = meeting;
  const may = allowances(meeting.state.role.peek(), meeting.state.settings.peek());
  switch (command) {
    case 'microphone':
      if (may.media) void media.setMicrophone(!media.own.microphone.peek());
      break;
    case 'camera':
      if (may.media) void media.setCamera(!media.own.camera.peek());
      break;
    case 'screen':
      if (may.screen) void media.setScreen(!media.own.screen.peek());
      break;
    case 'hand':
      meeting.raiseHand(!meeting.hand.peek());
      break;
    case 'chat':
    case 'people':
      ui.toggle(command);
      break;
    case 'full-screen':
      toggleFullScreen();
      break;
    case 'previous-page':
      stageView.page.value = Math.max(0, stageView.stage.peek().page - 1);
      break;
    case 'next-page':
      stageView.page.value = stageView.stage.peek().page + 1;
      break;
    case 'close':
      ui.panel.value = undefined;
      break;
    case 'shortcuts':
      ui.dialog.value = 'shortcuts';
      break;
  }
}

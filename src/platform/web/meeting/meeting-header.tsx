import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { showError, showToast } from '../ui/toast.tsx';
import { useMeeting } from './meeting-context.ts';

/** The room's name, whether it is recorded or locked, and how many are in it. */
export function MeetingHeader() {
  const { meeting, ui } = useMeeting();
  const { room, recording, settings } = meeting.state;
  const count = meeting.roster.ids.value.length;
  const copyLink = (): void => {
    navigator.clipboard
      .writeText(`${location.origin}/rooms/${meeting.room.id}`)
      .then(() => showToast('The link to this room is copied'), showError);
  };
  return (
    <header class="flex items-center gap-3 border-b border-line bg-surface px-4 py-2">
      <h1 class="min-w-0 truncate font-semibold">{room.value.name}</h1>
      {settings.value?.locked && (
        <span class="text-muted" title="Locked">
          <Icon name="lock" size={18} />
          <span class="sr-only">Locked</span>
        </span>
      )}
      {recording.value && (
        <span
          role="status"
          class="flex items-center gap-1.5 rounded-full bg-danger-tint px-2.5 py-0.5 text-xs font-medium text-danger-text"
        >
          <span aria-hidden="true" class="size-2 animate-pulse rounded-full bg-current" />
          Recording
        </span>
      )}
      <span class="ml-auto" />
      <IconButton icon="link" label="Copy the link to this room" size="small" onClick={copyLink} />
      <button
        type="button"
        aria-label={`${count} in the room`}
        class="flex items-center gap-1.5 rounded-full px-2 py-1 text-sm text-muted tabular-nums hover:bg-sunken max-md:h-11"
        onClick={() => ui.toggle('people')}
      >
        <Icon name="people" size={18} />
        {count}
      </button>
    </header>
  );
}

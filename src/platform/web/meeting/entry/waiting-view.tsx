import type { Room } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';

/** Before the door of a room whose moderators let people in one by one. */
export function WaitingView({ room, onLeave }: { readonly room: Room; readonly onLeave: () => void }) {
  return (
    <div class="flex min-h-dvh flex-col items-center justify-center gap-5 px-4 text-center">
      <span class="flex size-20 items-center justify-center rounded-full bg-tint text-on-tint">
        <Icon name="clock" size={36} />
      </span>
      <h1 class="text-2xl font-semibold tracking-tight text-balance wrap-anywhere">{room.name}</h1>
      <p class="max-w-md text-muted">
        The host knows that you are here and lets you in. Keep this page open; you join with the devices that
        you chose.
      </p>
      <Spinner label="Waiting to be let in" />
      <Button kind="secondary" icon="arrow-left" onClick={onLeave}>
        Stop waiting
      </Button>
    </div>
  );
}

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../api/api.ts';
import type { Room } from '../../api/types.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { Button } from '../../ui/button.tsx';
import { cardClass } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showError } from '../../ui/toast.tsx';
import { roomIdIn } from './room-link.ts';

/** The two things that people come for: a meeting at once, and the meeting whose link they were sent. */
export function QuickStart() {
  return (
    <div class="grid gap-4 grid-cols-1 lg:grid-cols-2">
      <StartNow />
      <JoinByLink />
    </div>
  );
}

function StartNow() {
  const { route } = useLocation();
  const start = useSubmit(async () => {
    const name = `${session.user.value?.firstName ?? 'New'}’s meeting`;
    const room = await api.create<Room>('/rooms', { name, maxUsers: 50 }).catch(showError);
    if (room) route(`/rooms/${room.id}`);
  });
  return (
    <section
      aria-label="Meet now"
      class="flex flex-col items-start justify-between gap-4 rounded-2xl bg-linear-120 from-green-700 to-green-900 p-6 text-white shadow-card"
    >
      <div>
        <h2 class="text-lg font-semibold">Meet now</h2>
        <p class="mt-0.5 text-sm text-green-100">A room for up to 50 people. Share its link with them.</p>
      </div>
      <button
        type="button"
        disabled={start.busy}
        onClick={start.onSubmit}
        class="inline-flex h-11 items-center rounded-lg bg-white px-4 font-medium text-green-800 transition-colors hover:bg-green-50 focus-visible:outline-white disabled:opacity-60"
      >
        Start a meeting
      </button>
    </section>
  );
}

function JoinByLink() {
  const { route } = useLocation();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  function join(event: Event): void {
    event.preventDefault();
    const roomId = roomIdIn(text);
    setError(
      roomId === undefined ? 'There is no room in this. Paste the whole link of the invitation.' : undefined,
    );
    if (roomId !== undefined) route(`/rooms/${roomId}`);
  }
  return (
    <section aria-label="Join a meeting" class={`flex flex-col justify-center p-6 ${cardClass}`}>
      <form onSubmit={join} class="flex items-end gap-3">
        <TextField
          label="Join by link or room id"
          placeholder="https://…/rooms/…"
          class="flex-1"
          required
          value={text}
          error={error}
          onValue={setText}
        />
        <Button type="submit" kind="secondary" class={error ? 'mb-6.5' : ''}>
          Join
        </Button>
      </form>
    </section>
  );
}

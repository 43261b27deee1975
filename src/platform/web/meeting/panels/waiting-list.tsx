import { useEffect, useState } from 'preact/hooks';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { showError } from '../../ui/toast.tsx';
import { useMeeting } from '../meeting-context.ts';
import type { WaitingPerson } from '../moderation.ts';

/** Who stands before the door, loaded anew whenever their number changes. */
export function WaitingList() {
  const { meeting } = useMeeting();
  const { moderation, state } = meeting;
  const [people, setPeople] = useState<readonly WaitingPerson[]>([]);
  const count = state.waitingCount.value;
  const load = (): void => {
    moderation.waiting().then(setPeople, showError);
  };
  useEffect(load, [count]);
  if (people.length === 0) return null;
  const act = (order: Promise<unknown>): void => {
    order.then(load, showError);
  };
  return (
    <section aria-label="Waiting room" class="border-b border-line bg-tint/40 px-4 py-3">
      <header class="mb-2 flex items-center justify-between">
        <h3 class="text-sm font-semibold">Waiting to come in ({people.length})</h3>
        <Button kind="quiet" size="small" onClick={() => act(moderation.admitAll())}>
          Let all in
        </Button>
      </header>
      <ul class="flex max-h-56 flex-col gap-2 overflow-y-auto">
        {people.map(({ userId, name }) => (
          <li key={userId} class="flex items-center gap-3">
            <Avatar name={name} size={32} />
            <span class="min-w-0 flex-1 truncate">{name}</span>
            <Button size="small" onClick={() => act(moderation.admit(userId))}>
              Let in
            </Button>
            <IconButton
              icon="close"
              label={`Do not let ${name} in`}
              size="small"
              onClick={() => act(moderation.deny(userId))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

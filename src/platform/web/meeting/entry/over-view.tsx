import { Button, buttonClass } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { Ending } from '../meeting-state.ts';

interface Words {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** Whether trying again can lead anywhere. */
  readonly again?: string;
}

const words: Readonly<Record<Ending, Words>> = {
  left: {
    icon: 'leave',
    title: 'You left the meeting',
    text: 'The others are still there.',
    again: 'Join again',
  },
  ended: { icon: 'check', title: 'The meeting is over', text: 'The host has ended it for everyone.' },
  removed: {
    icon: 'leave',
    title: 'You were removed from the meeting',
    text: 'A moderator has taken you out of the room.',
    again: 'Ask to join again',
  },
  banned: {
    icon: 'shield',
    title: 'You cannot come back to this meeting',
    text: 'A moderator has removed you for good.',
  },
  denied: { icon: 'shield', title: 'You were not let in', text: 'A moderator has declined your request.' },
  elsewhere: {
    icon: 'monitor',
    title: 'You joined in another window',
    text: 'Each person is in a meeting once, so the meeting went on there.',
    again: 'Continue here',
  },
  lost: {
    icon: 'warning',
    title: 'The connection was lost',
    text: 'The meeting server could not be reached for too long. Your chat is kept.',
    again: 'Join again',
  },
  full: {
    icon: 'people',
    title: 'The room is full',
    text: 'Every seat is taken. Somebody has to leave, or the host makes the room larger.',
    again: 'Try again',
  },
  locked: {
    icon: 'lock',
    title: 'The room is locked',
    text: 'A moderator lets nobody else in at the moment.',
    again: 'Try again',
  },
  'not-found': {
    icon: 'search',
    title: 'There is no such room',
    text: 'The link may be incomplete, the room was deleted, or it is for those alone who were invited.',
  },
  'session-ended': {
    icon: 'logout',
    title: 'Your session is over',
    text: 'Log in again to join the meeting.',
  },
};

/** After the meeting, or in place of one that cannot be entered. */
export function OverView({ ending, onAgain }: { readonly ending: Ending; readonly onAgain: () => void }) {
  const { icon, title, text, again } = words[ending];
  return (
    <div class="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 text-center">
      <span class="flex size-20 items-center justify-center rounded-full bg-tint text-on-tint">
        <Icon name={icon} size={36} />
      </span>
      <h1 class="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p class="max-w-md text-muted">{text}</p>
      <div class="mt-2 flex flex-wrap justify-center gap-3">
        {again !== undefined && <Button onClick={onAgain}>{again}</Button>}
        <a href="/" class={buttonClass('secondary')}>
          To the dashboard
        </a>
      </div>
    </div>
  );
}

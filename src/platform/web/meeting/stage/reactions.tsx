import { useMeeting } from '../meeting-context.ts';
import { ReactionShape, reactions } from './reaction-shapes.tsx';

/** Reactions rise over the stage and go. */
export function Reactions() {
  const floating = useMeeting().meeting.state.reactions.value;
  return (
    <div
      class="pointer-events-none absolute inset-y-0 left-4 flex w-40 flex-col-reverse gap-2 pb-6"
      aria-live="polite"
    >
      {floating.map(({ id, emoji, name }) => (
        <p
          key={id}
          class="flex w-fit max-w-full items-center gap-2 rounded-full bg-black/70 py-1 pr-3 pl-1.5 text-xs text-white"
        >
          <ReactionShape emoji={emoji} size={26} />
          <span class="sr-only">{reactions.find((reaction) => reaction.emoji === emoji)?.label} from</span>
          <span class="truncate">{name}</span>
        </p>
      ))}
    </div>
  );
}

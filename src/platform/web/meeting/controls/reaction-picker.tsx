import { useEffect, useRef, useState } from 'preact/hooks';
import { useMeeting } from '../meeting-context.ts';
import { ReactionShape, reactions } from '../stage/reaction-shapes.tsx';
import { ControlButton } from './control-button.tsx';

/** A handful of reactions above their button. */
export function ReactionPicker() {
  const { meeting } = useMeeting();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(false);
    };
    addEventListener('pointerdown', onPointer);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerdown', onPointer);
      removeEventListener('keydown', onKey);
    };
  }, [open]);
  return (
    <div ref={root} class="relative">
      <ControlButton
        icon="reaction"
        label="React"
        look={open ? 'active' : 'plain'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <fieldset
          aria-label="Reactions"
          class="absolute bottom-14 left-1/2 z-30 flex -translate-x-1/2 gap-1 rounded-full border border-line bg-surface p-1.5 shadow-float"
        >
          {reactions.map(({ emoji, label }) => (
            <button
              key={emoji}
              type="button"
              aria-label={label}
              title={label}
              class="rounded-full p-2 hover:bg-sunken"
              onClick={() => {
                meeting.react(emoji);
                setOpen(false);
              }}
            >
              <ReactionShape emoji={emoji} size={28} />
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMeeting } from '../meeting-context.ts';

/** A column beside the stage; on a telephone a sheet over it. */
export function Panel({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const { ui } = useMeeting();
  const element = useRef<HTMLElement>(null);
  // In the commit, not after the paint: by then somebody may write in the panel, and would lose the field.
  useLayoutEffect(() => element.current?.focus(), []);
  return (
    <aside
      ref={element}
      tabIndex={-1}
      aria-label={title}
      class="flex min-h-0 flex-col border-line bg-surface outline-none max-md:absolute max-md:inset-0 max-md:z-20 md:w-88 md:border-l"
    >
      <header class="flex items-center justify-between border-b border-line py-2 pr-2 pl-4">
        <h2 class="font-semibold">{title}</h2>
        <IconButton
          icon="close"
          label={`Close ${title.toLowerCase()}`}
          size="small"
          onClick={() => {
            ui.panel.value = undefined;
          }}
        />
      </header>
      {children}
    </aside>
  );
}

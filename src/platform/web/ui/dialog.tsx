import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './icon-button.tsx';
import { Toaster } from './toast.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Buttons at the foot, the one that does it last. */
  readonly actions?: ComponentChildren;
}

/** A question that comes first. The browser's modal dialog keeps the focus inside, closes on Escape, gives focus back. */
export function Dialog({ open, title, onClose, children, actions }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // In the commit, so that no key pressed meanwhile goes to the page behind or to another field.
  useLayoutEffect(() => {
    if (open && !element.current?.open) {
      element.current?.showModal();
      // Who opens a form wants to write. Without a field the browser's choice stays, which is the first button.
      element.current?.querySelector<HTMLElement>('input, textarea, select, [role=switch]')?.focus();
    }
    if (!open && element.current?.open) element.current.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={onClose}
      class="m-auto max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto rounded-2xl border border-line bg-surface p-0 text-ink shadow-float max-sm:mb-4"
    >
      {open && (
        <div class="flex flex-col gap-5 p-6">
          <header class="flex items-start justify-between gap-4">
            <h2 id={id} class="min-w-0 text-lg font-semibold wrap-anywhere">
              {title}
            </h2>
            <IconButton
              icon="close"
              label="Close"
              size="small"
              onClick={onClose}
              class="-mt-1 -mr-2 max-md:-mt-2"
            />
          </header>
          {children}
          {actions && (
            <footer class="flex flex-wrap justify-end gap-3 max-sm:flex-col-reverse">{actions}</footer>
          )}
          <Toaster />
        </div>
      )}
    </dialog>
  );
}

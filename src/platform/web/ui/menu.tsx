import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly onSelect: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
}

interface MenuProps {
  /** Names the button when it holds no words. */
  readonly label: string;
  /** What the button shows. */
  readonly trigger: ComponentChildren;
  readonly triggerClass?: string;
  readonly items: readonly MenuItem[];
  readonly align?: 'left' | 'right';
  readonly opens?: 'down' | 'up';
}

/** A button that opens a list of commands: arrow keys move, Escape closes, focus comes back to the button. */
export function Menu({
  label,
  trigger,
  triggerClass = '',
  items,
  align = 'right',
  opens = 'down',
}: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const entries = (): HTMLElement[] => [
    ...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? []),
  ];
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
  };
  // In the commit, so that an arrow key pressed at once already moves within the menu.
  useLayoutEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const onPointer = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener('pointerdown', onPointer);
    return () => removeEventListener('pointerdown', onPointer);
  }, [open]);
  const onKey = (event: KeyboardEvent): void => {
    if (!open) return;
    const all = entries();
    const index = all.indexOf(document.activeElement as HTMLElement);
    const target: Record<string, number> = {
      ArrowDown: (index + 1) % all.length,
      ArrowUp: (index - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (target[event.key] !== undefined) all[target[event.key] ?? 0]?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={root} class="relative">
      <button
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        class={triggerClass}
      >
        {trigger}
      </button>
      {open && (
        <div
          id={id}
          role="menu"
          tabIndex={-1}
          onKeyDown={onKey}
          aria-label={label}
          class={`absolute z-30 min-w-48 rounded-xl border border-line bg-surface p-1.5 shadow-float ${align === 'right' ? 'right-0' : 'left-0'} ${opens === 'down' ? 'top-full mt-2' : 'bottom-full mb-2'}`}
        >
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              disabled={item.disabled ?? false}
              onClick={() => {
                close();
                item.onSelect();
              }}
              class={`flex w-full items-center gap-3 rounded-lg px-3 py-2 text-left text-sm max-md:py-3 whitespace-nowrap hover:bg-sunken focus-visible:bg-sunken disabled:opacity-60 ${item.danger ? 'text-danger-text' : ''}`}
            >
              {item.icon && <Icon name={item.icon} size={18} />}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

import { signal } from '@preact/signals';
import { Icon, type IconName } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

type ToastKind = 'success' | 'error' | 'info';

interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
}

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;
/** Long enough to read two lines; an error stays until it is closed. */
const shownMs = 6_000;

const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

/** Tells something in passing, in the corner. */
export function showToast(text: string, kind: ToastKind = 'success'): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-2), { id, kind, text }];
  if (kind !== 'error') setTimeout(() => dismiss(id), shownMs);
}

/** Tells an error in passing, in its own words. */
export const showError = (error: unknown): void =>
  showToast(error instanceof Error ? error.message : String(error), 'error');

const looks: Readonly<Record<ToastKind, { icon: IconName; class: string }>> = {
  success: { icon: 'check', class: 'text-link' },
  error: { icon: 'error', class: 'text-danger-text' },
  info: { icon: 'info', class: 'text-info' },
};

/**
 * Where toasts appear: below the page's header, as buttons and menus are at its foot. It stands once in the page and once in
 * every dialog that is open, since a modal dialog covers the page and makes it inert: a toast behind it could be neither
 * read nor closed. The region is always there, so that readers notice what comes into it.
 */
export function Toaster() {
  return (
    <div
      role="status"
      aria-live="polite"
      class="pointer-events-none fixed inset-x-0 top-16 z-50 flex flex-col items-center gap-2 px-4"
    >
      {toasts.value.map(({ id, kind, text }) => (
        <div
          key={id}
          class="pointer-events-auto flex w-full max-w-md items-center gap-3 rounded-xl border border-line bg-surface py-2 pr-2 pl-4 text-ink shadow-float"
        >
          <Icon name={looks[kind].icon} class={looks[kind].class} />
          <p class="flex-1 text-sm">{text}</p>
          <IconButton icon="close" label="Dismiss" size="small" onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}

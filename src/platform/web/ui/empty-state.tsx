import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
  /** What can be done about it. */
  readonly action?: ComponentChildren;
}

/** The place of a list in which nothing is yet. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div class="flex flex-col items-center gap-2 rounded-2xl border border-dashed border-line px-6 py-12 text-center">
      <span class="mb-2 flex size-14 items-center justify-center rounded-full bg-tint text-on-tint">
        <Icon name={icon} size={26} />
      </span>
      <p class="font-semibold">{title}</p>
      {text && <p class="max-w-sm text-sm text-muted">{text}</p>}
      {action && <div class="mt-3">{action}</div>}
    </div>
  );
}

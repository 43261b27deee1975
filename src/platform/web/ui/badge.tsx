import type { ComponentChildren } from 'preact';

type BadgeKind = 'neutral' | 'good' | 'warning' | 'danger' | 'info';

const kinds: Readonly<Record<BadgeKind, string>> = {
  neutral: 'bg-sunken text-muted',
  good: 'bg-tint text-on-tint',
  warning: 'bg-warning-tint text-warning',
  danger: 'bg-danger-tint text-danger-text',
  info: 'bg-info-tint text-info',
};

/** The state of a thing in a word or two. */
export function Badge({
  kind = 'neutral',
  children,
}: {
  readonly kind?: BadgeKind;
  readonly children: ComponentChildren;
}) {
  return (
    <span
      class={`inline-flex items-center gap-1 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${kinds[kind]}`}
    >
      {children}
    </span>
  );
}

import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps extends Omit<ButtonHTMLAttributes, 'size' | 'icon' | 'class' | 'label'> {
  readonly icon: IconName;
  /** What it does: read aloud, and shown when the pointer rests on it. */
  readonly label: string;
  /** Set for a switch: whether it is on. */
  readonly pressed?: boolean;
  readonly kind?: 'quiet' | 'solid' | 'danger';
  readonly size?: 'small' | 'medium' | 'large';
  readonly class?: string;
}

/** On telephones none is under 44 px: thumbs are wide. */
const sizes = { small: 'size-9 max-md:size-11', medium: 'size-10 max-md:size-11', large: 'size-12' } as const;
const kinds = {
  quiet: 'text-muted hover:bg-sunken hover:text-ink aria-pressed:bg-tint aria-pressed:text-on-tint',
  solid:
    'bg-sunken text-ink hover:bg-line aria-pressed:bg-primary aria-pressed:text-on-primary aria-pressed:hover:bg-primary-hover',
  danger: 'bg-danger text-white hover:bg-danger-hover',
} as const;

/** A round button with a picture and no words. */
export function IconButton({
  icon,
  label,
  pressed,
  kind = 'quiet',
  size = 'medium',
  class: className = '',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      class={`inline-flex shrink-0 items-center justify-center rounded-full transition-colors disabled:opacity-60 ${sizes[size]} ${kinds[kind]} ${className}`}
    >
      <Icon name={icon} size={size === 'large' ? 22 : 20} />
    </button>
  );
}

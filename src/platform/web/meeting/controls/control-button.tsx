import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from '../../ui/icon.tsx';

interface ControlButtonProps
  extends Pick<
    ButtonHTMLAttributes,
    'onClick' | 'disabled' | 'aria-pressed' | 'aria-expanded' | 'aria-haspopup' | 'aria-keyshortcuts'
  > {
  readonly icon: IconName;
  /** What a press does: read aloud, and shown when the pointer rests on it. */
  readonly label: string;
  readonly look?: 'plain' | 'active' | 'off' | 'danger' | 'glass';
  /** A small number at the corner, for what waits behind the button. */
  readonly count?: number;
  readonly class?: string;
}

const looks = {
  plain: 'bg-line text-ink hover:bg-line-strong/40',
  active: 'bg-primary text-on-primary hover:bg-primary-hover',
  off: 'bg-danger-tint text-danger-text hover:bg-line-strong/40',
  danger: 'bg-danger text-white hover:bg-danger-hover',
  glass: 'bg-black/60 text-white hover:bg-black/80',
} as const;

/** A round button of the meeting's control bar, large enough for a thumb: 48 px. */
export function ControlButton({
  icon,
  label,
  look = 'plain',
  count = 0,
  class: className = '',
  ...rest
}: ControlButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={count > 0 ? `${label}, ${count} new` : label}
      class={`relative inline-flex size-12 shrink-0 items-center justify-center rounded-full transition-colors disabled:opacity-50 ${looks[look]} ${className}`}
    >
      <Icon name={icon} size={22} />
      {count > 0 && (
        <span
          aria-hidden="true"
          class="absolute -top-1 -right-1 min-w-5 rounded-full bg-danger px-1 text-center text-xs leading-5 font-semibold text-white"
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  );
}

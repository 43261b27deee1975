import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import { Spinner } from './spinner.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

const kinds: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-primary text-on-primary hover:bg-primary-hover shadow-sm',
  secondary: 'bg-surface text-ink border border-line hover:bg-sunken shadow-sm',
  quiet: 'hover:bg-sunken',
  danger: 'bg-danger text-white hover:bg-danger-hover shadow-sm',
};

/** The look of a button, for links that lead somewhere as a button would. On telephones all are 44 px high, for thumbs. */
export const buttonClass = (kind: ButtonKind = 'primary', size: 'medium' | 'small' = 'medium'): string =>
  `inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors disabled:opacity-60 ${
    size === 'small' ? 'h-9 px-3 text-sm max-md:h-11' : 'h-11 px-4'
  } ${kinds[kind]}`;

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'size' | 'icon' | 'class'> {
  readonly kind?: ButtonKind;
  readonly size?: 'medium' | 'small';
  readonly icon?: IconName;
  /** Something runs: the button shows it and takes no second click. */
  readonly busy?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** Does something. For going somewhere use a link with {@link buttonClass}. */
export function Button({
  kind,
  size,
  icon,
  busy = false,
  disabled,
  class: className = '',
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`${buttonClass(kind, size)} ${className}`}
      disabled={busy || disabled === true}
      aria-busy={busy}
    >
      {busy ? <Spinner size={16} /> : icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

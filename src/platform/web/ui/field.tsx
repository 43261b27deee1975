import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldTexts {
  readonly label: string;
  /** What is accepted, said before anything is wrong. */
  readonly hint?: ComponentChildren;
  /** What is wrong with the value. */
  readonly error?: string | undefined;
  readonly class?: string;
}

export const inputClass =
  'w-full rounded-lg border border-line-strong bg-surface px-3 text-ink placeholder:text-muted aria-invalid:border-danger-text disabled:bg-sunken disabled:text-muted';

interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** Label, control, hint and error, tied together so that a screen reader reads all of them with the control. */
export function Field({
  label,
  hint,
  error,
  class: className = '',
  children,
}: FieldTexts & { readonly children: (attributes: ControlAttributes) => ComponentChildren }) {
  const id = useId();
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div class={`flex flex-col gap-1.5 ${className}`}>
      <label for={id} class="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p id={`${id}-error`} class="text-sm text-danger-text">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} class="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

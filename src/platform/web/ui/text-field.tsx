import type { InputHTMLAttributes } from 'preact';
import { Field, type FieldTexts, inputClass } from './field.tsx';

interface TextFieldProps
  extends FieldTexts,
    Pick<
      InputHTMLAttributes,
      'autoComplete' | 'maxLength' | 'min' | 'max' | 'name' | 'placeholder' | 'required'
    > {
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'number' | 'datetime-local' | 'url';
  readonly disabled?: boolean;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** One line of text with its label. */
export function TextField({
  label,
  hint,
  error,
  class: className,
  type = 'text',
  onValue,
  ...rest
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(className !== undefined && { class: className })}>
      {(attributes) => (
        <input
          {...rest}
          {...attributes}
          // Preact's types allow each type of input its own attributes; those above go with all of ours.
          type={type as 'text'}
          class={`h-11 ${inputClass}`}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends FieldTexts {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
}

/** Several lines of text with their label. */
export function TextArea({
  label,
  hint,
  error,
  class: className,
  onValue,
  rows = 3,
  ...rest
}: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(className !== undefined && { class: className })}>
      {(attributes) => (
        <textarea
          {...rest}
          {...attributes}
          rows={rows}
          class={`py-2.5 ${inputClass}`}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

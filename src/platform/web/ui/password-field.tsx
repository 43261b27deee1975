import { useState } from 'preact/hooks';
import { Field, type FieldTexts, inputClass } from './field.tsx';

interface PasswordFieldProps extends FieldTexts {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password' | 'off';
}

/** A password, hidden until somebody wants to see what they typed. Pasting is allowed: password managers do it. */
export function PasswordField({ value, onValue, autoComplete, ...texts }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...texts}>
      {(attributes) => (
        <div class="relative">
          <input
            {...attributes}
            // Preact's types allow each type of input its own attributes; those here go with both.
            type={(shown ? 'text' : 'password') as 'text'}
            value={value}
            required
            autoComplete={autoComplete}
            maxLength={128}
            class={`h-11 pr-16 ${inputClass}`}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <button
            type="button"
            aria-pressed={shown}
            aria-label={`Show ${texts.label.toLowerCase()}`}
            onClick={() => setShown(!shown)}
            class="absolute inset-y-1 right-1 rounded-md px-3 text-sm font-medium text-muted hover:text-ink"
          >
            {shown ? 'Hide' : 'Show'}
          </button>
        </div>
      )}
    </Field>
  );
}

import { useState } from 'preact/hooks';
import { Field, type FieldTexts, inputClass } from './field.tsx';

/** The server takes none that is shorter. */
const shortestPassword = 8;

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
            minLength={autoComplete === 'new-password' ? shortestPassword : undefined}
            maxLength={128}
            class={`h-11 pr-16 ${inputClass}`}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <button
            type="button"
            aria-pressed={shown}
            aria-label={`Show ${texts.label.toLowerCase()}`}
            onClick={() => setShown(!shown)}
            class="absolute inset-y-0 right-0 rounded-lg px-4 text-sm font-medium text-muted hover:text-ink"
          >
            {shown ? 'Hide' : 'Show'}
          </button>
        </div>
      )}
    </Field>
  );
}

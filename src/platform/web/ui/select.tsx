import { Field, type FieldTexts, inputClass } from './field.tsx';
import { Icon } from './icon.tsx';

interface SelectProps<T extends string> extends FieldTexts {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onValue: (value: T) => void;
  readonly disabled?: boolean;
}

/** One of a few. The browser's own list: it works with every keyboard, reader and telephone. */
export function Select<T extends string>({
  value,
  options,
  onValue,
  disabled = false,
  ...texts
}: SelectProps<T>) {
  return (
    <Field {...texts}>
      {(attributes) => (
        <div class="relative">
          <select
            {...attributes}
            value={value}
            disabled={disabled}
            class={`h-11 appearance-none truncate pr-9 ${inputClass}`}
            onChange={(event) => onValue(event.currentTarget.value as T)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon
            name="chevron-down"
            size={18}
            class="pointer-events-none absolute top-3.5 right-3 text-muted"
          />
        </div>
      )}
    </Field>
  );
}

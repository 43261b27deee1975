import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The API opens so many at once. */
const mostRooms = 50;

interface BreakoutFormProps {
  readonly onOpen: (names: readonly string[], assign: 'manual' | 'evenly') => void;
}

/** How many rooms, and who decides who goes where. */
export function BreakoutForm({ onOpen }: BreakoutFormProps) {
  const [count, setCount] = useState('2');
  const [assign, setAssign] = useState<'manual' | 'evenly'>('evenly');
  const wanted = Number(count);
  const isValid = Number.isInteger(wanted) && wanted >= 1 && wanted <= mostRooms;
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid)
          onOpen(
            Array.from({ length: wanted }, (_, index) => `Room ${index + 1}`),
            assign,
          );
      }}
    >
      <p class="text-muted">Smaller rooms for groups. Everyone can come back to the main room at any time.</p>
      <TextField
        label="Number of rooms"
        type="number"
        min={1}
        max={mostRooms}
        value={count}
        error={isValid ? undefined : `A whole number from 1 to ${mostRooms}`}
        onValue={setCount}
      />
      <Select
        label="Who goes where"
        value={assign}
        options={[
          { value: 'evenly', label: 'Spread everyone evenly' },
          { value: 'manual', label: 'I assign people' },
        ]}
        onValue={setAssign}
      />
      <Button type="submit" icon="breakout" disabled={!isValid}>
        Open rooms
      </Button>
    </form>
  );
}

import { useState } from 'preact/hooks';
import { Card } from '../../ui/card.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { Example } from './example.tsx';

/** What can be filled in. */
export function FieldExamples() {
  const [text, setText] = useState('Weekly');
  const [password, setPassword] = useState('');
  const [choice, setChoice] = useState<'auto' | '720p'>('auto');
  const [isOn, setIsOn] = useState(true);
  return (
    <Card
      title="Fields"
      text="Each has a label, and ties its hint and its error to the control for screen readers."
    >
      <Example name="TextField" props="label value onValue hint error type required" text="One line of text.">
        <TextField
          label="Name"
          class="w-full sm:w-56"
          value={text}
          hint="Up to 255 letters"
          onValue={setText}
        />
        <TextField
          label="E-mail address"
          class="w-full sm:w-56"
          value="ada@"
          error="This is not an e-mail address"
          onValue={() => undefined}
        />
        <TextField label="Disabled" class="w-full sm:w-56" value="—" disabled onValue={() => undefined} />
      </Example>
      <Example name="TextArea" props="label value onValue rows hint error" text="Several lines.">
        <TextArea label="Description" class="w-full" rows={2} value={text} onValue={setText} />
      </Example>
      <Example name="PasswordField" props="label value onValue autoComplete" text="Hidden until it is shown.">
        <PasswordField
          label="Example password"
          class="w-full sm:w-72"
          autoComplete="off"
          value={password}
          onValue={setPassword}
        />
      </Example>
      <Example name="Select" props="label value options onValue" text="One of a few; the browser's own list.">
        <Select
          label="Resolution"
          class="w-full sm:w-56"
          value={choice}
          options={[
            { value: 'auto', label: 'Automatic' },
            { value: '720p', label: '720p' },
          ]}
          onValue={setChoice}
        />
      </Example>
      <Example
        name="Switch"
        props="label hint checked onChange disabled"
        text="On or off, taking effect at once."
      >
        <div class="w-full">
          <Switch label="Noise suppression" hint="Off for music" checked={isOn} onChange={setIsOn} />
          <Switch label="Disabled" checked={false} disabled onChange={setIsOn} />
        </div>
      </Example>
    </Card>
  );
}

import { theme } from '../../session/theme.ts';
import { Logo } from '../../shell/logo.tsx';
import { PageTitle } from '../../shell/page-title.tsx';
import { Select } from '../../ui/select.tsx';
import { ControlExamples } from './control-examples.tsx';
import { FieldExamples } from './field-examples.tsx';
import { Foundations } from './foundations.tsx';
import { MessageExamples } from './message-examples.tsx';

/** Every component with its props and states, drawn by the code that the app itself uses: it cannot be out of date. */
export default function DesignPage() {
  return (
    <div class="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-8 sm:px-6">
      <div class="flex flex-wrap items-end justify-between gap-4">
        <a href="/" aria-label="GoMeet, to the start" class="py-1.5">
          <Logo />
        </a>
        <Select
          label="Colours"
          value={theme.choice.value}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onValue={theme.set}
        />
      </div>
      <PageTitle
        title="Design"
        text="The palette and the components of the app, with their props and states."
      />
      <Foundations />
      <ControlExamples />
      <FieldExamples />
      <MessageExamples />
    </div>
  );
}

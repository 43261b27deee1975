import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { User } from '../../api/types.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';

export function NameForm({ user }: { readonly user: User }) {
  const [firstName, setFirstName] = useState(user.firstName);
  const [lastName, setLastName] = useState(user.lastName);
  const save = useSubmit(async () => {
    const answer = await api.put<{ user: User }>('/users/profile', {
      firstName: firstName.trim(),
      lastName: lastName.trim(),
    });
    session.setUser(answer.user);
    showToast('Saved');
  });
  return (
    <Card title="Name" text="As others see it in meetings.">
      <form class="flex flex-col gap-4" onSubmit={save.onSubmit}>
        <FormProblem problem={save.problem} />
        <div class="grid gap-4 grid-cols-1 sm:grid-cols-2">
          <TextField
            label="First name"
            autoComplete="given-name"
            required
            maxLength={100}
            value={firstName}
            onValue={setFirstName}
          />
          <TextField
            label="Last name"
            autoComplete="family-name"
            required
            maxLength={100}
            value={lastName}
            onValue={setLastName}
          />
        </div>
        <Button type="submit" busy={save.busy} class="self-start">
          Save
        </Button>
      </form>
    </Card>
  );
}

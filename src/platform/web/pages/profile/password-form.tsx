import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { showToast } from '../../ui/toast.tsx';

export function PasswordForm() {
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const save = useSubmit(async () => {
    await api.put('/users/password', { currentPassword, newPassword });
    setCurrentPassword('');
    setNewPassword('');
    showToast('The new password holds from now on');
  });
  return (
    <Card title="Password">
      <form class="flex flex-col gap-4" onSubmit={save.onSubmit}>
        <FormProblem problem={save.problem} />
        {/* Tells password managers whose password this is. */}
        <input type="hidden" autoComplete="username" value={session.user.value?.email ?? ''} />
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          value={currentPassword}
          onValue={setCurrentPassword}
        />
        <PasswordField
          label="New password"
          hint="At least 8 characters; several words are easy to remember."
          autoComplete="new-password"
          value={newPassword}
          error={save.problem?.field('newPassword')}
          onValue={setNewPassword}
        />
        <Button type="submit" busy={save.busy} class="self-start">
          Change the password
        </Button>
      </form>
    </Card>
  );
}

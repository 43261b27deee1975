import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { Banner, FormProblem } from '../../ui/banner.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { EntranceTitle, tokenOf } from './entrance-title.tsx';

/** Where the link of the mail leads with which somebody chooses a new password. */
export default function ResetPasswordPage() {
  const [token] = useState(() => tokenOf(location));
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const reset = useSubmit(async () => {
    await api.post('/auth/reset-password', { token, password });
    // The server has ended every session of the account, this browser's among them.
    session.forget();
    setDone(true);
  });
  if (done) {
    return (
      <div class="flex flex-col gap-6">
        <EntranceTitle title="Done" />
        <Banner kind="success">The new password holds from now on. All devices have been logged out.</Banner>
        <a href="/login" class={buttonClass()}>
          Log in
        </a>
      </div>
    );
  }
  return (
    <>
      <EntranceTitle title="A new password" text="All your devices will be logged out." />
      <form class="flex flex-col gap-5" onSubmit={reset.onSubmit}>
        {token === '' || reset.problem?.code === 'invalid-token' ? (
          <Banner kind="warning">
            The link is not valid: it is too old, or it has been used already.{' '}
            <a href="/forgot-password" class="font-medium underline underline-offset-4">
              Ask for a new one
            </a>
          </Banner>
        ) : (
          <FormProblem problem={reset.problem} />
        )}
        <PasswordField
          label="New password"
          hint="At least 8 characters; several words are easy to remember."
          autoComplete="new-password"
          value={password}
          error={reset.problem?.field('password')}
          onValue={setPassword}
        />
        <Button type="submit" busy={reset.busy}>
          Set the password
        </Button>
      </form>
    </>
  );
}

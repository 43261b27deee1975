import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../api/api.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { Banner, FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EntranceTitle, textLinkClass } from './entrance-title.tsx';

export default function LoginPage() {
  const { query } = useLocation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const login = useSubmit(() => session.login({ email: email.trim(), password }));
  const next = query.next === undefined ? '' : `?next=${encodeURIComponent(query.next)}`;
  return (
    <>
      <EntranceTitle title="Welcome back" text="Log in to meet." />
      <form class="flex flex-col gap-5" onSubmit={login.onSubmit}>
        {login.problem?.code === 'email-not-verified' ? (
          <Unverified email={email.trim()} />
        ) : (
          <FormProblem problem={login.problem} />
        )}
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={email}
          onValue={setEmail}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
        <Button type="submit" busy={login.busy}>
          Log in
        </Button>
      </form>
      <div class="mt-6 flex flex-wrap justify-between gap-3 text-sm">
        <span class="text-muted">
          New here?{' '}
          <a href={`/register${next}`} class={textLinkClass}>
            Create an account
          </a>
        </span>
        <a href="/forgot-password" class={textLinkClass}>
          Forgot the password?
        </a>
      </div>
    </>
  );
}

/** The account exists but its address has never been confirmed: perhaps the mail was lost. */
function Unverified({ email }: { readonly email: string }) {
  const resend = useSubmit(async () => {
    await api.post('/auth/resend-verification', { email });
    showToast(`Sent to ${email}`);
  });
  return (
    <Banner kind="warning">
      <p>Confirm your e-mail address first: we sent a link to {email}.</p>
      <Button kind="secondary" size="small" busy={resend.busy} onClick={resend.onSubmit} class="mt-2">
        Send it again
      </Button>
    </Banner>
  );
}

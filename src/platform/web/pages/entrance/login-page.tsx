import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntranceTitle, textLinkClass } from './entrance-title.tsx';
import { UnconfirmedBanner } from './unconfirmed-banner.tsx';

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
          <UnconfirmedBanner email={email.trim()} />
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
      <div class="mt-4 flex flex-wrap items-center justify-between gap-x-3 text-sm">
        <span class="py-3 text-muted">
          New here?{' '}
          <a href={`/register${next}`} class={textLinkClass}>
            Create an account
          </a>
        </span>
        <a href="/forgot-password" class={`inline-block py-3 ${textLinkClass}`}>
          Forgot the password?
        </a>
      </div>
    </>
  );
}

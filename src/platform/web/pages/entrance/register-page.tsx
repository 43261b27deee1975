import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../api/api.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntranceTitle, textLinkClass } from './entrance-title.tsx';

export default function RegisterPage() {
  const { query } = useLocation();
  const [person, setPerson] = useState({ firstName: '', lastName: '', email: '', password: '' });
  const [waitsForMail, setWaitsForMail] = useState(false);
  const register = useSubmit(async () => {
    const email = person.email.trim();
    await api.create('/auth/register', { ...person, email });
    try {
      await session.login({ email, password: person.password });
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'email-not-verified')) throw error;
      setWaitsForMail(true);
    }
  });
  if (waitsForMail) return <CheckYourMail email={person.email.trim()} />;
  const set = (field: keyof typeof person) => (value: string) =>
    setPerson((before) => ({ ...before, [field]: value }));
  const next = query.next === undefined ? '' : `?next=${encodeURIComponent(query.next)}`;
  return (
    <>
      <EntranceTitle title="Create an account" text="One account for every meeting." />
      <form class="flex flex-col gap-5" onSubmit={register.onSubmit}>
        <FormProblem problem={register.problem} />
        <div class="grid gap-5 grid-cols-1 sm:grid-cols-2">
          <TextField
            label="First name"
            autoComplete="given-name"
            required
            maxLength={100}
            value={person.firstName}
            error={register.problem?.field('firstName')}
            onValue={set('firstName')}
          />
          <TextField
            label="Last name"
            autoComplete="family-name"
            required
            maxLength={100}
            value={person.lastName}
            error={register.problem?.field('lastName')}
            onValue={set('lastName')}
          />
        </div>
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={person.email}
          error={register.problem?.field('email')}
          onValue={set('email')}
        />
        <PasswordField
          label="Password"
          hint="At least 8 characters; several words are easy to remember."
          autoComplete="new-password"
          value={person.password}
          error={register.problem?.field('password')}
          onValue={set('password')}
        />
        <Button type="submit" busy={register.busy}>
          Create the account
        </Button>
      </form>
      <p class="mt-6 text-sm text-muted">
        You have one already?{' '}
        <a href={`/login${next}`} class={textLinkClass}>
          Log in
        </a>
      </p>
    </>
  );
}

function CheckYourMail({ email }: { readonly email: string }) {
  return (
    <>
      <EntranceTitle
        title="Look into your mail"
        text={
          <>
            We sent a link to <strong class="font-semibold text-ink">{email}</strong>. It confirms that the
            address is yours; then you can log in.
          </>
        }
      />
      <a href="/login" class={textLinkClass}>
        To the login
      </a>
    </>
  );
}

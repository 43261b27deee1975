import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { Banner, FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntranceTitle, textLinkClass } from './entrance-title.tsx';

export default function ForgotPasswordPage() {
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const ask = useSubmit(async () => {
    await api.post('/auth/forgot-password', { email: email.trim() });
    setSent(true);
  });
  return (
    <>
      <EntranceTitle
        title="Forgot the password?"
        text="We send you a link with which you choose a new one."
      />
      {sent ? (
        // Nobody learns here which addresses have an account.
        <Banner kind="success">If there is an account for {email.trim()}, the link is on its way.</Banner>
      ) : (
        <form class="flex flex-col gap-5" onSubmit={ask.onSubmit}>
          <FormProblem problem={ask.problem} />
          <TextField
            label="E-mail address"
            type="email"
            autoComplete="username"
            required
            value={email}
            onValue={setEmail}
          />
          <Button type="submit" busy={ask.busy}>
            Send the link
          </Button>
        </form>
      )}
      <p class="mt-6 text-sm">
        <a href="/login" class={textLinkClass}>
          Back to the login
        </a>
      </p>
    </>
  );
}

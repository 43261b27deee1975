import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import { LoadedView } from '../../loading/loaded-view.tsx';
import { useLoaded } from '../../loading/use-loaded.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { Banner, FormProblem } from '../../ui/banner.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntranceTitle, tokenOf } from './entrance-title.tsx';

/** Where the link of the confirmation mail leads. */
export default function VerifyEmailPage() {
  const token = tokenOf(location);
  const verification = useLoaded(
    () =>
      api.post('/auth/verify-email', { token }).then(
        () => true,
        () => false,
      ),
    [token],
  );
  return (
    <>
      <EntranceTitle title="Your e-mail address" />
      <LoadedView loading={verification}>
        {(isConfirmed) => (isConfirmed ? <Confirmed /> : <NotConfirmed />)}
      </LoadedView>
    </>
  );
}

function Confirmed() {
  const isSignedIn = session.status.value === 'signed-in';
  return (
    <div class="flex flex-col gap-6">
      <Banner kind="success">Thank you: the address is confirmed.</Banner>
      <a href={isSignedIn ? '/' : '/login'} class={buttonClass()}>
        {isSignedIn ? 'To the meetings' : 'Log in'}
      </a>
    </div>
  );
}

function NotConfirmed() {
  const [email, setEmail] = useState(session.user.value?.email ?? '');
  const [sent, setSent] = useState(false);
  const resend = useSubmit(async () => {
    await api.post('/auth/resend-verification', { email: email.trim() });
    setSent(true);
  });
  if (sent) return <Banner kind="success">If there is such an account, a new link is on its way.</Banner>;
  return (
    <form class="flex flex-col gap-5" onSubmit={resend.onSubmit}>
      <Banner kind="warning">The link is not valid: it is too old, or it has been used already.</Banner>
      <FormProblem problem={resend.problem} />
      <TextField
        label="E-mail address"
        type="email"
        autoComplete="email"
        required
        value={email}
        onValue={setEmail}
      />
      <Button type="submit" busy={resend.busy}>
        Send a new link
      </Button>
    </form>
  );
}

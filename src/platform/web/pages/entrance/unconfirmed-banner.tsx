import { api } from '../../api/api.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';

/** The account exists but its address has never been confirmed: perhaps the mail was lost. */
export function UnconfirmedBanner({ email }: { readonly email: string }) {
  const resend = useSubmit(async () => {
    await api.post('/auth/resend-verification', { email });
    showToast(`Sent to ${email}`);
  });
  return (
    <Banner kind="warning">
      <p class="wrap-anywhere">Confirm your e-mail address: we sent a link to {email}.</p>
      <Button kind="secondary" size="small" busy={resend.busy} onClick={resend.onSubmit} class="mt-2">
        Send it again
      </Button>
    </Banner>
  );
}

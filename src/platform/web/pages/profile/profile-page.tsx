import { session } from '../../session/current.ts';
import { PageTitle } from '../../shell/page-title.tsx';
import { Badge } from '../../ui/badge.tsx';
import { UnconfirmedBanner } from '../entrance/unconfirmed-banner.tsx';
import { AccountData } from './account-data.tsx';
import { AvatarEditor } from './avatar-editor.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SessionList } from './session-list.tsx';

export default function ProfilePage() {
  const user = session.user.value;
  if (user === undefined) return null;
  return (
    <div class="flex flex-col gap-6">
      <PageTitle
        title="Profile"
        text={
          <>
            {user.email}{' '}
            <Badge kind={user.emailVerified ? 'good' : 'warning'}>
              {user.emailVerified ? 'Confirmed' : 'Not confirmed'}
            </Badge>
          </>
        }
      />
      {!user.emailVerified && <UnconfirmedBanner email={user.email} />}
      <div class="grid items-start gap-6 grid-cols-1 lg:grid-cols-2">
        <div class="flex flex-col gap-6">
          <AvatarEditor user={user} />
          <NameForm user={user} />
          <PasswordForm />
        </div>
        <div class="flex flex-col gap-6">
          <SessionList />
          <AccountData />
        </div>
      </div>
    </div>
  );
}

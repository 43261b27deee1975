import { useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { Invitation, Page, Role, Room } from '../../api/types.ts';
import { formatWhen } from '../../format/time.ts';
import { ListView } from '../../loading/list-view.tsx';
import { useList } from '../../loading/use-list.ts';
import { useSubmit } from '../../loading/use-submit.ts';
import { session } from '../../session/current.ts';
import { Badge } from '../../ui/badge.tsx';
import { FormProblem } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showError, showToast } from '../../ui/toast.tsx';

const roles = [
  { value: 'participant', label: 'Participant' },
  { value: 'moderator', label: 'Moderator' },
  { value: 'observer', label: 'Observer' },
] as const;

/** The API lets the host alone make moderators. */
const rolesToGive = (isHost: boolean) => roles.filter(({ value }) => isHost || value !== 'moderator');

/** Who is invited, and a form to invite more. */
export function RoomInvitations({ room }: { readonly room: Room }) {
  const path = `/rooms/${room.id}/invitations`;
  const list = useList<Invitation>(
    (cursor) => api.get<Page<Invitation>>(path, { query: { cursor } }),
    [path],
  );
  async function withdraw(invitation: Invitation): Promise<void> {
    await api.delete(`${path}/${invitation.id}`).catch(showError);
    await list.reload();
  }
  return (
    <div class="grid items-start gap-6 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <ListView
        list={list}
        empty={
          <EmptyState
            icon="mail"
            title="Nobody is invited"
            text="Whoever has the link can still come, unless the settings say otherwise."
          />
        }
      >
        {(items) => (
          <ul class="divide-y divide-line rounded-2xl border border-line bg-surface">
            {items.map((invitation) => (
              <li key={invitation.id} class="flex items-center gap-3 px-4 py-3">
                <Icon name="mail" class="text-muted" />
                <div class="min-w-0 flex-1">
                  <p class="truncate font-medium">{invitation.email ?? 'A person of this platform'}</p>
                  <p class="text-sm text-muted">{formatWhen(invitation.createdAt)}</p>
                </div>
                <Badge>
                  {roles.find(({ value }) => value === invitation.role)?.label ?? invitation.role}
                </Badge>
                <IconButton
                  icon="trash"
                  size="small"
                  label={`Withdraw the invitation of ${invitation.email ?? 'this person'}`}
                  onClick={() => void withdraw(invitation)}
                />
              </li>
            ))}
          </ul>
        )}
      </ListView>
      <InviteForm
        path={path}
        roles={rolesToGive(room.hostId === session.user.value?.id)}
        onInvited={list.reload}
      />
    </div>
  );
}

interface InviteFormProps {
  readonly path: string;
  readonly roles: readonly { readonly value: Role; readonly label: string }[];
  readonly onInvited: () => Promise<void>;
}

function InviteForm({ path, roles, onInvited }: InviteFormProps) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('participant');
  const invite = useSubmit(async () => {
    await api.create<Invitation>(path, { email: email.trim(), role });
    showToast(`${email.trim()} is invited`);
    setEmail('');
    await onInvited();
  });
  return (
    <Card title="Invite somebody" text="They get an e-mail with the link.">
      <form class="flex flex-col gap-4" onSubmit={invite.onSubmit}>
        <FormProblem problem={invite.problem} />
        <TextField
          label="E-mail address"
          type="email"
          required
          autoComplete="off"
          value={email}
          onValue={setEmail}
        />
        <Select label="Role" value={role} options={roles} onValue={setRole} />
        <Button type="submit" icon="send" busy={invite.busy}>
          Invite
        </Button>
      </form>
    </Card>
  );
}

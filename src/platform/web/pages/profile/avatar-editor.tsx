import { useRef, useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import type { User } from '../../api/types.ts';
import { session } from '../../session/current.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { showError } from '../../ui/toast.tsx';
import { shrinkPicture } from './shrink-picture.ts';

/** The person's picture. Large ones are made small here: the server takes 512 KB. */
export function AvatarEditor({ user }: { readonly user: User }) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  async function save(change: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await change();
      session.setUser((await api.get<{ user: User }>('/users/profile')).user);
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  }
  const upload = (file: File): Promise<void> =>
    save(async () => api.put('/users/profile/avatar', await shrinkPicture(file)));
  return (
    <Card title="Picture" text="Shown to your contacts, and to people who search for you.">
      <div class="flex items-center gap-5">
        <Avatar name={`${user.firstName} ${user.lastName}`} url={user.avatarUrl} size={80} />
        <div class="flex flex-wrap gap-3">
          <input
            ref={input}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-label="Picture"
            class="hidden"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) void upload(file);
            }}
          />
          <Button kind="secondary" size="small" busy={busy} onClick={() => input.current?.click()}>
            Choose a picture
          </Button>
          {user.avatarUrl && (
            <Button
              kind="quiet"
              size="small"
              onClick={() => void save(() => api.delete('/users/profile/avatar'))}
            >
              Remove
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}
